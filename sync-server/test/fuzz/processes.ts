import { execFileSync } from 'node:child_process'

/** The process that `parent` forked for `role` (`merge`, `preview`), while it lives. */
export const childOf = (parent: number, role: string): number | null => {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
  for (const line of lines.split('\n')) {
    const [, pid, ppid, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    if (Number(ppid) === parent && args.trimEnd().endsWith(` ${role}`)) return Number(pid)
  }
  return null
}
