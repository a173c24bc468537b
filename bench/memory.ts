import { readFileSync } from 'node:fs'

/** Resident memory of a process, bytes. Linux only. */
export const residentBytes = (pid: number): number => {
  const [, kib = '0'] =
    /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) * 1024
}
