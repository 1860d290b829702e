/**
 * The program that runs on the access point, and in the sandbox of a followed job: perl without any module beyond
 * perl's own core, which HTCondor's packages depend on. See agent.ts for what is said to it and what it answers.
 *
 * It follows files by an open handle and knows them by device and inode: a file that is renamed is read to its end,
 * then the new one of that name from its beginning. It wakes by inotify where the kernel has it, and looks four times a
 * second all the same: network file systems tell nothing. Neither a dollar with a brace nor a backtick may be in it: it
 * is a TypeScript template too.
 */
export const agentProgram = String.raw`
use strict;
use Config;
use Fcntl;
# Bytes repeated in front of what is new, most bytes at a time, most files of one follower.
my ($OVERLAP, $CHUNK, $FILES) = (64, 32768, 500);
# Bytes that a command or follower may be ahead of its reader, in the hub.
my $CREDIT = 1048576;
my ($hub, $armed, $heard, $more) = (0, 0, time, 0);
my (%job, %child, %watch, $inotify, $nr);
my @pids = split ' ', defined $ENV{_CONDOR_JOB_PIDS} ? $ENV{_CONDOR_JOB_PIDS} : '';
$SIG{PIPE} = 'IGNORE';
$SIG{$_} = \&done for 'TERM', 'HUP', 'INT';
binmode STDOUT;
binmode STDIN;

sub done { for (values %child) { kill 'TERM', -$_->{pid} if $_->{pid} } exit 0 }
sub put {
  my $b = join '', @_;
  my $o = 0;
  while ($o < length $b) {
    my $n = syswrite STDOUT, $b, length($b) - $o, $o;
    if (defined $n) { $o += $n } elsif ($! != 4) { done() }
  }
}
sub tell_of {
  my ($j, $b) = @_;
  return put($b) unless $hub;
  $j->{credit} -= length $b;
  put("o $j->{id} ", length $b, "\n", $b);
}

# --- following files ---
sub follower {
  my ($id, @a) = @_;
  my $j = { id => $id, sets => [], known => {}, file => {}, credit => $CREDIT, most => 0, scanned => 0 };
  while (@a) {
    my $k = shift @a;
    if ($k eq 'once') { $j->{once} = 1 }
    elsif ($k eq 'most') { $j->{most} = shift @a }
    elsif ($k eq 'name') { push @{$j->{sets}}, [shift @a] }
    elsif ($k eq 'glob') { my $d = shift @a; push @{$j->{sets}}, [$d, shift @a] }
    elsif ($k eq 'at') { my $n = shift @a; my $q = shift @a; $j->{known}{$n} = [$q, shift @a] }
  }
  return $j;
}
sub expand {
  my ($dir, $pattern) = @_;
  my @at = ($dir);
  for my $part (split m{/}, $pattern) {
    my $re = join '', map { $_ eq '*' ? '[^/]*' : quotemeta $_ } split m{(\*)}, $part;
    my @next;
    for my $d (@at) {
      opendir(my $h, $d eq '' ? '.' : $d) or next;
      push @next, map { $d eq '' ? $_ : "$d/$_" } grep { !/^\./ && /^$re\z/s } sort readdir $h;
    }
    @at = @next;
  }
  return @at;
}
# A handle of a regular file that is no link, and its identity.
sub grab {
  my ($n) = @_;
  my @l = lstat $n or return;
  return unless -f _;
  sysopen(my $h, $n, O_RDONLY | O_NONBLOCK) or return;
  my @s = stat $h or return;
  return unless "$s[0]:$s[1]" eq "$l[0]:$l[1]";
  binmode $h;
  return ($h, "$s[0]:$s[1]");
}
# The file of this identity in the same directory: it was renamed while nobody looked.
sub renamed {
  my ($n, $id, $q) = @_;
  my $d = $n =~ m{^(.*)/[^/]*\z}s ? ($1 eq '' ? '/' : $1) : '.';
  opendir(my $h, $d) or return;
  my $left = 5000;
  while (defined(my $e = readdir $h)) {
    return if --$left < 0;
    my @l = lstat "$d/$e" or next;
    next unless -f _ && "$l[0]:$l[1]" eq $id && $l[7] >= $q;
    my ($o, $found) = grab("$d/$e");
    return $o if $o && $found eq $id;
  }
  return;
}
sub hold {
  my ($f, $h, $id) = @_;
  my $old = $f->{watch};
  ($f->{h}, $f->{id}, $f->{watch}) = ($h, $id, undef);
  return unless $inotify;
  if (defined $old) {
    $watch{$old} = [grep { $_ != $f } @{$watch{$old} || []}];
    if (!@{$watch{$old}}) { delete $watch{$old}; syscall($nr->[2], fileno $inotify, $old) }
  }
  my $path = '/proc/self/fd/' . fileno $h;
  $path = "$f->{n}" unless -e $path;
  my $w = syscall($nr->[1], fileno $inotify, $path, 2);
  return if $w < 0;
  $f->{watch} = $w;
  push @{$watch{$w}}, $f;
}
sub scan {
  my ($j, $now) = @_;
  return if $j->{scanned} == $now;
  my $first = !$j->{scanned};
  $j->{scanned} = $now;
  for my $n (map { @$_ == 1 ? @$_ : expand(@$_) } @{$j->{sets}}) {
    next if $j->{file}{$n} || keys %{$j->{file}} >= $FILES;
    my $k = $j->{known}{$n};
    my ($h, $id) = grab($n);
    if ($first && $k && $k->[1] ne '' && (!$h || $id ne $k->[1])) {
      my $o = renamed($n, $k->[1], $k->[0]);
      ($h, $id) = ($o, $k->[1]) if $o;
    }
    next unless $h;
    my $f = { n => $n, j => $j, q => $k ? $k->[0] : 0, first => 1, flag => '-', tail => '', hex => unpack('H*', $n) };
    $j->{file}{$n} = $f;
    my $size = -s $h;
    if (!$k && $j->{most} && $size > $j->{most}) { $f->{q} = $size - $j->{most}; $f->{flag} = 's' }
    hold($f, $h, $id);
  }
}
sub piece {
  my ($h, $at, $len) = @_;
  my $b = '';
  sysseek $h, $at, 0;
  while (length $b < $len) {
    my $n = sysread $h, $b, $len - length $b, length $b;
    last unless $n;
  }
  return $b;
}
sub frame {
  my ($f, $size, $from, $b) = @_;
  tell_of($f->{j}, "#$f->{hex} $f->{id} $size $from " . length($b) . " $f->{flag}\n$b");
  $f->{flag} = '-';
  $f->{first} = 0;
  $f->{tail} = substr $f->{tail}, -$OVERLAP if length $f->{tail} > $OVERLAP;
  $more = 1 if $f->{q} < $size;
  return 1;
}
# One look at a file; 1 when something was told of it.
sub look {
  my ($f) = @_;
  my ($h, $q) = ($f->{h}, $f->{q});
  return 0 if $hub && $f->{j}{credit} <= 0;
  my @s = stat $h or return 0;
  my $size = $s[7];
  if ($size < $q) {
    my $b = $size > $OVERLAP ? $size - $OVERLAP : 0;
    my $t = piece($h, $b, $size - $b);
    ($f->{q}, $f->{tail}) = ($b + length $t, $t);
    return frame($f, $size, $b, $t);
  }
  return 0 if $size == $q && $f->{flag} eq '-' && !($f->{first} && $q > 0);
  my $b = $q > $OVERLAP ? $q - $OVERLAP : 0;
  my $len = $size - $b;
  $len = $CHUNK + $OVERLAP if $len > $CHUNK + $OVERLAP;
  my $t = piece($h, $b, $len);
  return 0 if length $t < $q - $b;
  if (!$f->{first} && substr($t, 0, $q - $b) ne $f->{tail}) {
    # Cut and written anew between two looks.
    ($f->{q}, $f->{tail}, $f->{flag}) = (0, '', 'n');
    return look($f);
  }
  # Where a reader goes on that saw it before, it compares the overlap itself.
  my $from = $f->{first} && $f->{flag} eq '-' ? $b : $q;
  ($f->{q}, $f->{tail}) = ($b + length $t, $t);
  return frame($f, $size, $from, substr $t, $from - $b);
}
# Where the name belongs to another file now: the one held is read until nobody has written to it for a second, by its
# own time or as seen here (clocks of network file systems differ); then the other one.
sub turn {
  my ($f, $now) = @_;
  my @l = lstat $f->{n};
  if (!@l || !-f _ || "$l[0]:$l[1]" eq $f->{id}) { $f->{since} = 0; delete $f->{seen}; return }
  my @s = stat $f->{h};
  $f->{since} ||= $now;
  $f->{seen} = $s[7], $f->{still} = $now unless defined $f->{seen} && $f->{seen} == $s[7];
  my $quiet = $s[7] == $f->{q} && ($now - $s[9] > 1 || $now - $f->{still} > 1);
  return unless $quiet || $now - $f->{since} > 10;
  my ($h, $id) = grab($f->{n});
  return unless $h;
  # A file that was deleted may be the same one, written anew as a whole: its reader compares.
  if ($s[3] > 0 || $f->{q} == 0) { ($f->{q}, $f->{tail}, $f->{flag}, $f->{first}) = (0, '', 'r', 0) }
  else { $f->{first} = 1 }
  $f->{since} = 0;
  delete $f->{seen};
  hold($f, $h, $id);
}
# Reads everything there is.
sub fetch {
  my ($j) = @_;
  my $told = 1;
  while ($told) {
    $told = 0;
    for (values %{$j->{file}}) { $told = 1 if look($_) }
  }
}

# --- running commands, in the hub ---
sub start {
  my ($id, $command) = @_;
  pipe(my $in, my $to);
  pipe(my $out, my $o);
  pipe(my $err, my $e);
  my $pid = fork;
  if (!defined $pid) { put("e $id 19\nno process can start"); return put("x $id 1\n") }
  if (!$pid) {
    setpgrp 0, 0;
    $SIG{PIPE} = 'DEFAULT';
    open STDIN, '<&', $in;
    open STDOUT, '>&', $o;
    open STDERR, '>&', $e;
    exec { 'sh' } 'sh', '-c', $command or kill 'KILL', $$;
  }
  # An agent below it takes this as a sign that its input stays open as long as it is wanted.
  syswrite $to, "\n";
  $child{$id} = { id => $id, pid => $pid, in => $to, o => $out, e => $err, credit => $CREDIT };
}
sub stop {
  my ($id) = @_;
  delete $job{$id};
  my $c = $child{$id} or return;
  kill 'TERM', -$c->{pid} if $c->{pid};
  delete $c->{$_} for 'in', 'o', 'e';
  $c->{quit} = time;
}
sub drain {
  my ($c, $k) = @_;
  my $n = sysread $c->{$k}, my $b, 65536;
  if ($n) { $c->{credit} -= $n if $k eq 'o'; put("$k $c->{id} $n\n", $b) }
  elsif (defined $n || $! != 4) { delete $c->{$k} }
}
sub reap {
  my ($now) = @_;
  for my $c (values %child) {
    if ($c->{pid} && waitpid($c->{pid}, 1) == $c->{pid}) {
      $c->{code} = $? & 127 ? 's' . ($? & 127) : $? >> 8;
      ($c->{pid}, $c->{end}) = (0, $now);
      delete $c->{in};
    }
    kill 'KILL', -$c->{pid} if $c->{pid} && $c->{quit} && $now - $c->{quit} > 5;
    # What it started may keep its output open for ever.
    next if $c->{pid} || (($c->{o} || $c->{e}) && ($now - $c->{end} <= 3 || $c->{credit} <= 0));
    put("x $c->{id} $c->{code}\n");
    delete $child{$c->{id}};
  }
}
sub obey {
  my ($line) = @_;
  $heard = time;
  if ($line =~ /^\+(\d+) run ([0-9a-f]*)\z/) { start($1, pack 'H*', $2) }
  elsif ($line =~ /^\+(\d+) follow (.*)\z/) {
    my $id = $1;
    $job{$id} = follower($id, map { $_ eq '-' ? '' : pack 'H*', $_ } split ' ', $2);
  }
  elsif ($line =~ /^-(\d+)\z/) { stop($1) }
  elsif ($line =~ /^=(\d+) (\d+)\z/) { my $s = $job{$1} || $child{$1}; $s->{credit} += $2 if $s }
}

# --- the loop ---
# inotify_init1, inotify_add_watch, inotify_rm_watch by architecture; others are polled.
my %numbers = (x86_64 => [294, 254, 255], aarch64 => [26, 27, 28]);
if ($Config{archname} =~ /^(\w+)-linux/ && ($nr = $numbers{$1})) {
  my $fd = syscall($nr->[0], 0x80800);
  open($inotify, '<&=', $fd) if $fd >= 0;
}
if (@ARGV && $ARGV[0] eq 'hub') { $hub = $armed = 1 } else { $job{0} = follower(0, @ARGV) }
put($hub ? "h\n" : ".\n");
my ($second, $beat, $tick, $listening, $nap, $heap) = (0, time, 1, 1, 0.005, '');
while (1) {
  my $now = time;
  if ($tick || $now != $second) {
    $second = $now;
    # Looked at before the files are read, so that what the job wrote last is told before this ends.
    my $over = !$hub && @pids && !grep { kill 0, $_ } @pids;
    my $told = 0;
    for my $j (values %job) {
      scan($j, $now);
      for (values %{$j->{file}}) { $told = 1 if look($_); turn($_, $now) }
      if ($over || $j->{once}) {
        fetch($j);
        next if $hub && $j->{credit} <= 0;
        exit 0 if $over;
        tell_of($j, "!\n");
        exit 0 unless $hub;
        put("x $j->{id} 0\n");
        delete $job{$j->{id}};
      }
    }
    # What only this look found, inotify did not tell: look more often for a while.
    $nap = $told ? 0.005 : $nap < 0.2 ? $nap * 1.5 : 0.25;
    reap($now) if $hub;
    if ($now - $beat >= 9) { $beat = $now; put(".\n") }
    done() if $hub && $now - $heard > 120;
  }
  my ($ready, %of) = ('');
  vec($ready, fileno STDIN, 1) = 1 if $listening;
  vec($ready, fileno $inotify, 1) = 1 if $inotify;
  for my $c (values %child) {
    for my $k ('o', 'e') {
      next if !$c->{$k} || ($k eq 'o' && $c->{credit} <= 0);
      vec($ready, fileno $c->{$k}, 1) = 1;
      $of{fileno $c->{$k}} = [$c, $k];
    }
  }
  my $n = select $ready, undef, undef, $more ? 0 : $nap;
  $tick = $n <= 0 || $more;
  $more = 0;
  next if $n <= 0;
  if ($listening && vec($ready, fileno STDIN, 1)) {
    my $got = sysread STDIN, my $b, 65536;
    if ($got) {
      $armed = 1;
      $heap .= $b if $hub;
      while ($heap =~ s/^([^\n]*)\n//) { obey($1); $tick = 1 }
    }
    elsif ($armed) { done() }
    else { $listening = 0 }
  }
  if ($inotify && vec($ready, fileno $inotify, 1) && sysread $inotify, my $b, 65536) {
    my %seen;
    for (my $i = 0; $i + 16 <= length $b;) {
      my ($w, undef, undef, $l) = unpack 'iLLL', substr $b, $i, 16;
      $i += 16 + $l;
      next if $seen{$w}++;
      for (@{$watch{$w} || []}) { look($_) }
    }
  }
  for (keys %of) { drain(@{$of{$_}}) if vec($ready, $_, 1) }
}
`.trim();
