import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir, platform } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Where playwright-core puts a Chromium of its own. */
const playwrightBrowsers = (): string[] => {
  const base = join(
    homedir(),
    platform() === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright',
  )
  if (!existsSync(base)) return []
  const versions = readdirSync(base).filter((name) => name.startsWith('chromium-'))
  return versions.flatMap((name) => [
    join(base, name, 'chrome-linux/chrome'),
    join(base, name, 'chrome-linux64/chrome'),
    join(base, name, 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'),
    join(
      base,
      name,
      'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    ),
  ])
}

/** The path of an installed browser, or null. `CHROMIUM_PATH` goes before everything else. */
export const findBrowser = (): string | null => {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const wanted = process.env['CHROMIUM_PATH']
  const candidates = [
    ...(wanted === undefined ? [] : [wanted]),
    ...onPath,
    ...MAC,
    ...playwrightBrowsers(),
  ]
  return candidates.find((path) => existsSync(path)) ?? null
}

const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0

const isRoot = (): boolean => process.getuid?.() === 0

/** Debian and Ubuntu, as root or with sudo that asks for nothing. */
const installWithApt = (): boolean => {
  if (spawnSync('which', ['apt-get']).status !== 0) return false
  const sudo = isRoot() ? [] : ['sudo', '-n']
  const apt = (...args: string[]): boolean => {
    const [command = '', ...rest] = [...sudo, 'apt-get', '-qq', ...args]
    return run(command, rest)
  }
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium')
}

/** Playwright's own download, for machines without a package manager that we know. */
const installWithPlaywright = (): boolean => {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'cli.js',
  )
  try {
    execFileSync(process.execPath, [cli, 'install', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return true
  } catch {
    return false
  }
}

/** Throws with what to do when there is none and none can be had: browser tests are never left out silently. */
export const findOrInstallBrowser = (): string => {
  const found = findBrowser()
  if (found !== null) return found
  console.log('No Chromium or Chrome found: getting one for the browser tests …')
  const got = installWithApt() || installWithPlaywright() ? findBrowser() : null
  if (got !== null) return got
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to it.',
  )
}
