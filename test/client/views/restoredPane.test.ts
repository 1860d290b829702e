import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  TransportError,
  type ConnectionState,
  type Transport,
} from '../../../client/src/transport/transport.ts';
import { UserError } from '../../../client/src/userError.ts';
import { lostPaneHtml } from '../../../client/src/views/logPane/html.ts';
import { OneLogin, paneTitle, restoredJob } from '../../../client/src/views/logPane/restoredPane.ts';

const id = { cluster: 12, proc: 3 };
const state = { accessPoint: 'ap', job: '12.3', level: 1, hidden: [] };

describe('restoredJob', () => {
  it('goes by what the page kept, not by the title', () => {
    const found = restoredJob({ state, title: 'Job 99.0 on other', accessPoints: ['other', 'ap'] });
    assert.deepEqual(found, { accessPoint: 'ap', id });
  });
  it('goes by the title of a pane that had no page yet', () => {
    for (const accessPoints of [['ap'], ['other', 'ap'], ['ap on x', 'ap']]) {
      for (const accessPoint of accessPoints) {
        const title = paneTitle(id, accessPoint, accessPoints);
        assert.deepEqual(restoredJob({ state: undefined, title, accessPoints }), { accessPoint, id });
      }
    }
  });
  it('takes no access point that is not there, nor one of several for another', () => {
    const refused = (what: Parameters<typeof restoredJob>[0], text: RegExp): void =>
      assert.throws(
        () => restoredJob(what),
        (error) => error instanceof UserError && text.test(error.message),
      );
    refused({ state, title: 'Job 12.3', accessPoints: ['other'] }, /job 12\.3 .*“ap” .*found “other”/);
    refused({ state, title: 'Job 12.3', accessPoints: [] }, /found none/);
    refused(
      { state: undefined, title: 'Job 12.3', accessPoints: ['ap', 'other'] },
      /not known any more which job/,
    );
    refused({ state: undefined, title: 'Job 12.3 on ap', accessPoints: ['other', 'x'] }, /not known/);
    refused(
      { state: { job: '12.3' }, title: 'Preview', accessPoints: ['ap'] },
      /not known any more which job/,
    );
    refused({ state: {}, title: 'Job 12.3 x', accessPoints: ['ap'] }, /not known any more which job/);
  });
});

describe('OneLogin', () => {
  const refused = new TransportError('authenticationFailed', 'nobody logged in');
  const inState = (now: { state: ConnectionState }): Transport => now as Transport;

  it('lets one pane ask, and tells the others why there is no connection', () => {
    const login = new OneLogin();
    // The jobs view has tried before, without a person.
    const now: { state: ConnectionState } = { state: { kind: 'failed', error: refused } };
    const transport = inState(now);
    login.enter(transport);
    assert.throws(() => login.enter(transport), refused);
    now.state = { kind: 'connecting' };
    login.enter(transport);
    now.state = { kind: 'connected' };
    login.enter(transport);
  });
  it('keeps nobody from trying what may work the next time, nor another access point', () => {
    const login = new OneLogin();
    const error = new TransportError('unreachable', 'no route');
    const transport = inState({ state: { kind: 'failed', error } });
    login.enter(transport);
    login.enter(transport);
    login.enter(inState({ state: { kind: 'failed', error: refused } }));
  });
});

describe('lostPaneHtml', () => {
  it('lets nothing of what is said be HTML, and nothing run', () => {
    const html = lostPaneHtml({ nonce: 'n', text: '<img src=x onerror="alert(1)"> & “ap”' });
    assert.ok(html.includes('&#60;img src=x onerror=&#34;alert(1)&#34;&#62; &#38; “ap”'), html);
    assert.ok(html.includes(`content="default-src 'none'; style-src 'nonce-n'"`));
    assert.ok(!html.includes('<script'));
  });
});
