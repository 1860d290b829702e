import type { Attribute, SubmitFile } from '../submit/index.ts';
import { findAttribute, findClassAdFunction, findCommandByAttribute, spanIn } from '../submit/index.ts';
import { expressionAt } from './expressionPlace.ts';
import type { Hover } from './hover.ts';

/** What is known about the attribute or ClassAd function at an offset of an expression. */
export const expressionHoverAt = (file: SubmitFile, offset: number): Hover | undefined => {
  const place = expressionAt(file, offset);
  if (place === undefined) return undefined;
  const { text, assignment } = place;
  const from =
    place.offset - (/\w*$/.exec(text.slice(Math.max(0, place.offset - 200), place.offset))?.[0].length ?? 0);
  const name = /^[A-Za-z_]\w*/.exec(text.slice(from))?.[0];
  if (name === undefined) return undefined;
  const isCall = /^\s*\(/.test(text.slice(from + name.length));
  const contents = isCall ? functionText(name) : attributeText(findAttribute(name));
  return contents === undefined
    ? undefined
    : { contents, span: spanIn(assignment.value, from, from + name.length) };
};

const functionText = (name: string): string | undefined => {
  const found = findClassAdFunction(name);
  if (found === undefined) return undefined;
  const signatures = found.signatures.length > 0 ? found.signatures : [`${found.name}(...)`];
  return `${signatures.map((signature) => `\`${signature}\``).join('\n\n')}\n\n${found.description}\n\nClassAd function.`;
};

const attributeText = (attribute: Attribute | undefined): string | undefined => {
  if (attribute === undefined) return undefined;
  const { name, ads, description } = attribute;
  const command = ads.includes('job') ? findCommandByAttribute(name) : undefined;
  const parts = [
    `**${name}**`,
    description,
    `Attribute of the ${ads.join(' and the ')} ad.`,
    command === undefined ? '' : `Set by \`${command.name}\`.`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
};
