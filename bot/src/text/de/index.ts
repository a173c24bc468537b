import type { Texts } from '../en/index.ts'
import { card } from './card.ts'
import { common } from './common.ts'
import { create } from './create.ts'
import { doc } from './doc.ts'
import { errors } from './errors.ts'
import { help } from './help.ts'
import { launch } from './launch.ts'
import { link } from './link.ts'
import { list } from './list.ts'
import { open } from './open.ts'
import { search } from './search.ts'
import { share } from './share.ts'
import { tick } from './tick.ts'

export const de = {
  card,
  common,
  create,
  doc,
  errors,
  help,
  launch,
  link,
  list,
  open,
  search,
  share,
  tick,
} satisfies Texts
