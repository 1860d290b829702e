import fc from 'fast-check';

/** Written as they are, between tildes. */
const listed = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(' ~ '));

const words = listed('a ~ b1 ~ x.y ~ dir/sub/file.tar.gz ~ 007 ~ 3 ~ 12 ~ two words ~ k=v ~ p,q,r ~ -1 ~ ');

const references = listed(
  '$(A) ~ $(B) ~ $(N) ~ $(x) ~ $(y) ~ $(Item) ~ $(nothing) ~ $(B:none) ~ $(nothing:$(A))',
  '$(x:$(B:z)) ~ $(Process) ~ $(ProcId) ~ $(Step) ~ $(Row) ~ $(ItemIndex) ~ $(process) ~ $($(C))',
  '$(C) ~ $(DOLLAR) ~ $(a b) ~ $x ~ ${A} ~ $$(Arch) ~ $$([1 + $(N)]) ~ $() ~ $(x)$(y)',
  '$(F:a:b) ~ $(A:$(N),x)',
);

const calls = listed(
  '$INT(N) ~ $INT(N,%03d) ~ $INT(Process,%02d) ~ $INT(N, %d ) ~ $INT(N,v%d) ~ $INT(N,%d%%)',
  '$INT(N,%i) ~ $INT(N,%5d) ~ $INT(N,%-4d|) ~ $INT(N,%+d) ~ $INT(N,%x) ~ $INT(N,%s) ~ $INT(N,d)',
  '$INT(N,%ld) ~ $INT(N,%) ~ $INT(N,%.3d) ~ $INT(nothing) ~ $INT(3 * $(N)) ~ $REAL(N,%e)',
  '$REAL(N,%g) ~ $REAL(N,%5.1f) ~ $REAL(N,x%f) ~ $STRING(A,%5s) ~ $STRING(A,%-9s|)',
  '$STRING(A,%.2s) ~ $STRING(nothing) ~ $STRING(B,<%s>) ~ $EVAL(strcat("a","b"))',
  '$EVAL(nothing) ~ $EVAL(5 / 2.0) ~ $Fn(nothing) ~ $Fx(nothing:d/e.f) ~ $DIRNAME(nothing)',
  '$REAL(N,%.2f) ~ $REAL(N) ~ $EVAL(N + 1) ~ $EVAL(N) ~ $STRING(A) ~ $STRING(N) ~ $SUBSTR(A,1)',
  '$SUBSTR(B,0,2) ~ $SUBSTR(P,-3) ~ $SUBSTR(P,1,-1) ~ $SUBSTR(A,N) ~ $CHOICE(Step,a,b,c)',
  '$CHOICE(1,$(L)) ~ $CHOICE(0,L) ~ $CHOICE(Process,$(A),u,v,w) ~ $CHOICE(1,p,$(B)) ~ $Fn(P)',
  '$Fx(P) ~ $Fnx(P) ~ $Fp(P) ~ $Fd(P) ~ $Fb(P) ~ $Fdb(P) ~ $Fpnx(P) ~ $Fn(A) ~ $Fqa(P)',
  '$BASENAME(P) ~ $BASENAME(P,.gz) ~ $DIRNAME(P) ~ $DIRNAME(A) ~ $BASENAME(x) ~ $Fn(x)',
  '$SUBSTR(x,1)',
);

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...words) },
  { weight: 5, arbitrary: fc.constantFrom(...references) },
  { weight: 3, arbitrary: fc.constantFrom(...calls) },
);
const value = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.constantFrom('', ' ', '_', '.'))
  .map(([pieces, between]) => pieces.join(between));

const definition = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom('A', 'B', 'P', 'L', 'a', 'x'), value).map((pair) => pair.join(' = ')),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'N = 0',
      'N = 2',
      'N = $(Process)',
      'N = 1 + 1',
      'N = $(Step)',
      'N = 2.5',
      'N = -3',
      'N = 10',
      'N = 7 / 2',
      'N = 1e3',
      'N =',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'C = A',
      'C = B',
      'C = x',
      'C = Process',
      'P = a/b.c/d.e.f',
      'P = /',
      'P = x/',
      'L = u, v ,w',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...listed(
        'A = $(A)+ ~ A = $(A:first) more ~ B += z ~ B +,= z ~ arguments = $(arguments) again ~ my.A = 1',
        'SUBMIT.A = prefixed ~ Item = mine ~ Process = 9 ~ y = set ~ Step = s ~ args = <$(x)> ~ Cluster = c',
        'Node = n ~ A = $(A)$(a)',
      ),
      ...listed(
        'A @=end\none $(B)\n  two\n@end ~ B = one \\\n   $(A) ~ B = one \\\n  # note \\\n  two',
        '$(C)_x = 1 ~ include : good.inc',
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'defined A',
          'defined nothing',
          'true',
          '0',
          '$(N)',
          '! defined x',
          'version >= 24.0',
        ),
        value,
        value,
      )
      .map(([condition, first, second]) => `if ${condition}\n  A = ${first}\nelse\n  A = ${second}\nendif`),
  },
);

const queue = fc.constantFrom(
  ...listed(
    'queue ~ queue 3 ~ queue $(N) ~ queue 1 + 1 ~ queue x in (u, v w) ~ queue 2 x in (u v)',
    'queue in (u v)',
  ),
  ...listed(
    'queue x, y from (\nu v w\nt, s\n  r\n) ~ queue x y from (\nu v w\nt,s,r\n)',
    'queue from (\nu v\nw\n) ~ queue 2 from (\nu\nv\n)',
  ),
  ...listed(
    'queue x from items.txt ~ queue x,y from pairs.txt ~ queue x in [1:] (u v w)',
    'queue x in [::2] (u v w) ~ queue x in [-2:] (u v w)',
  ),
  ...listed(
    'queue x from [:2] items.txt ~ queue x in [5:] (u v) ~ queue A in (u v)',
    'queue arguments in (u v) ~ queue A,arguments from (\nu $(A)\nv x $(Process)\n)',
  ),
  ...listed(
    'queue x in ($(L)) ~ queue x in ($(A) $(B)) ~ queue Process in (7 8) ~ queue y in (u)',
    'queue x from (\nu # v\n# w\n) ~ queue N in (1 2) ~ queue args in (g h)',
    'queue x,args from (\n1 2\n3 $(x)\n) ~ queue 2 x from (\n) ~ queue item in (s t)',
    'queue x in [1] (u v w) ~ queue x in [::-] (u v) ~ queue x in [-] (u v)',
    'queue x in [1:2] (u v w) ~ queue x in [-1] (u v w) ~ queue x in [0:9:2] (u v w)',
    'queue x from [1:] pairs.txt ~ queue x, y, z from (\na,,c\n b , c , d e\n\t\n)',
    'queue Arguments in (u) ~ queue output in (o1 o2) ~ queue 0',
  ),
);

/** Submit files whose jobs depend on macros, items and counts; most of them are accepted. */
export const jobTexts: fc.Arbitrary<string> = fc
  .tuple(
    // A queue statement leaves marks of its items and numbers to what is read after it: only a plain one goes before another.
    fc.constantFrom('', '', '', 'arguments = first $(Process)\nqueue\n'),
    fc.array(definition, { minLength: 1, maxLength: 5 }),
    fc.option(value, { nil: undefined }),
    fc.option(value, { nil: undefined, freq: 2 }),
    queue,
  )
  .map(([before, definitions, argument, output, last]) =>
    [
      ...['executable = /bin/echo', 'N = 1', 'C = A', 'P = dir/one.two', `L = l,m,n\n${before}`],
      ...definitions,
      ...(argument === undefined ? [] : [`arguments = <${argument}>`]),
      ...(output === undefined ? [] : [`output = o_${output}`]),
      `${last}\n`,
    ].join('\n'),
  );
