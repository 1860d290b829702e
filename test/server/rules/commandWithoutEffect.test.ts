import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('command-without-effect: other universes', () => {
  checkRule(
    'command-without-effect',
    `executable = /bin/echo
vm_memory = 512
^^^^^^^^^ warning: jobs of the vm universe, this is a vanilla job
grid_resource = batch slurm
^^^^^^^^^^^^^ warning: grid universe
container_service_names = web
^^^^^^^^^^^^^^^^^^^^^^^ warning: runs in no container
hold_kill_sig = SIGINT
transfer_output = false
queue
`,
  );
  checkRule(
    'command-without-effect',
    'executable = a\nWantParallelScheduling = true\nmachine_count = 2\nqueue\n',
  );
  checkRule('command-without-effect', 'executable = a\nuniverse = $(u)\nvm_memory = 5\nqueue u in (vm)\n');
});

test('command-without-effect: refinements of a command that is missing', () => {
  checkRule(
    'command-without-effect',
    `executable = /bin/echo
gpus_minimum_memory = 4GB
^^^^^^^^^^^^^^^^^^^ warning: it belongs to request_gpus, which is not set
cron_window = 5
^^^^^^^^^^^ warning: deferral_time or cron_minute
tool_daemon_args = a
^^^^^^^^^^^^^^^^ warning: tool_daemon_cmd
box_oauth_permissions = read
^^^^^^^^^^^^^^^^^^^^^ warning: does not name 'box'
queue
`,
  );
  checkRule(
    'command-without-effect',
    `executable = /bin/echo
request_gpus = 1
gpus_minimum_memory = 4GB
cron_minute = 1
deferral_window = 5
use_oauth_services = Box, other
box_oauth_permissions_mine = read
other_oauth_resource = x
queue
`,
  );
});
