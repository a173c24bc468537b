import type { Workload } from '../workload.ts'
import { start } from './start.ts'
import { w1 } from './w1.ts'
import { w1o } from './w1o.ts'
import { w8 } from './w8.ts'
import { w10 } from './w10.ts'
import { w11 } from './w11.ts'
import { w12 } from './w12.ts'
import { w12c } from './w12c.ts'
import { w14 } from './w14.ts'
import { w2 } from './w2.ts'
import { w3 } from './w3.ts'
import { w4 } from './w4.ts'
import { w5 } from './w5.ts'
import { w6 } from './w6.ts'
import { w7 } from './w7.ts'

export const workloads: readonly Workload[] = [
  w1,
  w1o,
  w2,
  w3,
  w4,
  w5,
  w6,
  w7,
  w8,
  w10,
  w11,
  w12,
  w12c,
  w14,
  start,
]
