import { test } from 'node:test';
import { checkRule } from '../support/checkRule.ts';

test('missing-container-port: no port', () => {
  checkRule(
    'missing-container-port',
    `universe = docker
docker_image = x
container_service_names = ssh, http
                               ^^^^ error: 'http_container_port = PORT'
ssh_container_port = 22
queue
`,
  );
});

test('missing-container-port: vanilla: nobody reads it', () => {
  checkRule(
    'missing-container-port',
    `executable = /bin/echo
container_service_names = ssh
queue
`,
  );
});
