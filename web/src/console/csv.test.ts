import { describe, expect, test } from 'vitest'
import { parseCsv, separatorOf } from './csv.ts'
import { readProjectFile } from './project-rows.ts'

describe('A table', () => {
  test('is rows of cells, each with the line where it starts, blank rows aside', () => {
    expect(parseCsv('a,b\r\n"1\n2",3\n\n , \n4,5').rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1\n2', '3'] },
      { line: 6, cells: ['4', '5'] },
    ])
  })

  test('may have a byte order mark, doubled quotes, and the separator of any country', () => {
    expect(parseCsv('\uFEFFa;b\n"say ""hi""; now";2').rows.map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['say "hi"; now', '2'],
    ])
    expect(separatorOf('a\tb,c\td\n')).toBe('\t')
  })

  test.each([
    ['a quote without an end', 'a\n"b\nc', { line: 2, message: 'A quoted text that starts here does not end.' }],
    ['a text behind a quote', 'a\n"b"c', { line: 2, message: 'Something stands behind a closing quote.' }],
  ])('with %s is refused at its line', (_what, text, fault) => expect(parseCsv(text).fault).toEqual(fault))

  test('of a hundred thousand quotes is read in linear time', () => {
    expect(parseCsv(`a\n"${'""'.repeat(100_000)}"`).rows[1]?.cells[0]).toHaveLength(100_000)
  })
})

describe('A file of projects', () => {
  const faultsOf = (text: string) => readProjectFile(text, 'fair').faults.map(({ line, message }) => `${line}: ${message}`)

  test('names its columns in any order and spelling; what is blank is absent', () => {
    expect(readProjectFile('Ticker,Project ID,Seed amount,active\nsun, sun-1 ,5,yes\n,moon,,', 'fair').rows).toEqual([
      { line: 2, input: { eventId: 'fair', projectId: 'sun-1', ticker: 'sun', seedAmount: '5', isActive: true } },
      { line: 3, input: { eventId: 'fair', projectId: 'moon' } },
    ])
  })

  test('keeps a formula as the text that it is', () => {
    expect(readProjectFile('projectId,name\na,"=HYPERLINK(""http://evil"")"', 'fair').rows[0]?.input.name).toBe(
      '=HYPERLINK("http://evil")',
    )
  })

  test.each([
    ['', ['1: The file is empty.']],
    ['projectId\n', ['1: There is no project below the names of the columns.']],
    ['ticker\nSUN', ['1: The first line must name the columns, projectId among them.']],
    ['projectId,ticker,Ticker\na,b,c', ['1: Two columns are for ticker.']],
    ['projectId\na\na', ['3: projectId "a" stands on line 2 already.']],
    ['projectId,ticker\na,sun\nb,SUN', ['3: ticker "SUN" stands on line 2 already.']],
    ['projectId\na,b', ['2: There are 2 cells; the first line names 1 columns.']],
    ['projectId\n../etc', ['2: projectId must be 1 to 64 of A-Z a-z 0-9 . _ ~ - and not start with a dot.']],
    ['PK\u0000\u0003', ['1: This is no text in UTF-8: save the sheet as "CSV UTF-8".']],
  ])('%j is refused by line', (text, faults) => expect(faultsOf(text)).toEqual(faults))

  test('says every fault of a line, and goes on', () => {
    expect(faultsOf('projectId,ticker,seedAmount,isActive\na,T-1,"1,000",maybe\nb,OK,1e5,')).toEqual([
      '2: ticker must be 1 to 12 letters A-Z or digits.',
      '2: seedAmount "1,000" is no decimal like 12.5: no thousands separators, a point before the decimals.',
      '2: isActive "maybe" must be yes or no.',
      '3: seedAmount "1e5" is no decimal like 12.5: no thousands separators, a point before the decimals.',
    ])
  })

  test('has a thousand projects at most', () => {
    const text = `projectId\n${Array.from({ length: 1_002 }, (_, index) => `p${index}`).join('\n')}`
    expect(faultsOf(text)).toEqual(['1002: At most 1000 projects at a time.'])
  })
})
