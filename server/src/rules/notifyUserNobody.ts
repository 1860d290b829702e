import { replaceAssignment } from './lines.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedSetting, valueSpan } from './settings.ts';

export const notifyUserNobody: Rule = {
  code: 'notify-user-nobody',
  severity: 'warning',
  summary: 'notify_user with a word that means no address.',
  check: function* (context): Iterable<Finding> {
    for (const submission of context.submissions) {
      const user = checkedSetting(submission, 'notify_user');
      if (user === undefined || !/^(?:never|false|true|none|no)$/i.test(user.value)) continue;
      const { assignment } = user.setting;
      const fix = replaceAssignment("Change to 'notification = Never'", assignment, 'notification = Never');
      yield {
        ...valueSpan(user.setting),
        message: `notify_user is an address: mail would go to the user "${user.value}". Whether mail is sent says notification.`,
        fixes: /^true$/i.test(user.value) ? [] : [fix],
      };
    }
  },
};
