import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

const machine = 'universe = vm\nvm_type = kvm\nvm_disk = a:b:w\n';

test('vm-memory-assumed', () => {
  checkRule(
    'vm-memory-assumed',
    `${machine}vm_memory = 512
            ^^^ information: Without request_memory
queue
`,
    { fixed: `${machine}vm_memory = 512\nrequest_memory = 512\nqueue\n` },
  );
  checkRule('vm-memory-assumed', `${machine}vm_memory = 512\nrequest_memory = 600\nqueue\n`);
});
