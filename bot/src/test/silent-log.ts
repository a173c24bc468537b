import { createLog } from '../log.ts'

export const silent = createLog('silent')
