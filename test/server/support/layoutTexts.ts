import fc from 'fast-check';

/** Lines that make here-documents, lists and branches more often than chance does. */
export const layoutTexts = fc
  .array(
    fc.constantFrom(
      ...[
        'a=1',
        '  b   = 2',
        'c = x \\',
        'd\t=\\',
        '# note',
        '  # note \\',
        '',
        'if true',
        'if false',
        '  else',
        'endif',
        ' endif',
      ],
      ...[
        'if version >= 24.0',
        'elif version < 24.0',
        't @=end',
        ' @end',
        '@end',
        'u @=',
        '@',
        'queue x from (',
        ')',
        ' ) z',
        'queue x in (a b)',
      ],
      ...[
        'queue',
        '+Foo=1',
        'e += 2',
        'if = 3',
        'else=3',
        ':if true',
        ': f=1',
        'x@=end',
        'g == 4',
        'h =: 5',
        'i j = 6',
        'include : k',
        '\r',
      ],
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join('\n'));
