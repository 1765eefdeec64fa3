import { expect, test } from 'vitest'
import { csvLine, plainCell, textCell } from './csv.ts'

test.each([
  ['plain text', 'plain text'],
  ['a, b', '"a, b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\r\nlines', '"two\r\nlines"'],
  [' padded ', '" padded "'],
  ['', ''],
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1+1', "'\t=1+1"],
  ['\r=1+1', `"'\r=1+1"`],
  ['  =1+1', "'  =1+1"],
  ['＝1+1', "'＝1+1"],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['1=1', '1=1'],
])('the text %j is written as %j', (text, cell) => {
  expect(textCell(text)).toBe(cell)
})

test('a number is no formula, what is missing is an empty cell, and a line ends with CRLF', () => {
  expect(csvLine([plainCell('-5'), textCell(null), plainCell(null), textCell('x')])).toBe('-5,,,x\r\n')
})
