export type PlacementRow = {
  id: string
  document: string
  channel: string
  messageId: string
  shownHash: string
  shownSeq: number
  /** It is to stay at the bottom of its channel (F8). */
  stuck: boolean
}

export type PlacementChange = {
  shownHash: string
  shownSeq: number
  was?: number | undefined
  /** Counts only while that message shows it. */
  shownIn?: string | undefined
  messageId?: string | undefined
  /** The placement that keeps the message which showed it until now; counts only while that is the one of its own `shownIn`. */
  former?: { id: string; shownIn: string; shownHash: string } | undefined
}
export type NewPlacement = Omit<PlacementRow, 'stuck'>

export type Membership = {
  userId: string
  channel: string
  access: 'none' | 'view' | 'edit' | 'manage'
  roles: string[]
  /** Whether they may change the settings of the whole server. */
  managesGuild?: boolean | undefined
  provedAt: number
}

export type Intent = {
  userId: string
  channelId: string
  document: string
  instanceId: string | null
  at: number
}

/** Somebody in an Activity, and what they look at there; `at`: when that was said, ms. */
export type Shown = { userId: string; document: string; at: number }

/** What is known of chats: where documents are shown, who was seen in which channel, who is about to open what. */
export interface Chat {
  /** A message has one placement: adding it again changes what is there, whose id the answer carries. A new one is not stuck. */
  addPlacement(placement: NewPlacement): Promise<PlacementRow>
  placement(id: string): Promise<PlacementRow | null>
  placements(document: string): Promise<PlacementRow[]>
  /**
   * Placements whose document was merged beyond what they show, or renamed, deleted, restored, shared with a channel or
   * taken from one since: each of those makes `shownSeq` negative, and lower than before. What
   * shows a deleted document is up to date from seq 0 on. By id, at most `limit` after `after`.
   */
  stalePlacements(limit: number, after?: string): Promise<PlacementRow[]>
  /** By id, at most `limit` after `after`. */
  stuckPlacements(limit: number, after?: string): Promise<PlacementRow[]>
  /** In a channel one is stuck at most: whichever was is not any more. */
  stickPlacement(id: string, stuck: boolean): Promise<void>
  /**
   * What the message shows now. That stays as it is when the placement was made stale, other than by a merge, since it was
   * listed with `shownSeq` `was`: what is told here is older than that. With a `messageId`, that message shows it from now
   * on, instead of whatever else that message showed; `shownHash` is then taken at any rate, since it is said of another
   * message. With `former`, the message before that stays known.
   */
  changePlacement(id: string, change: PlacementChange): Promise<void>
  /** `shownIn`: only while that message shows it. */
  deletePlacement(id: string, shownIn?: string): Promise<void>
  /**
   * Roles, and whether they manage it, are those of the whole server (`<guild>/…`): they count for its other channels too. True when this is less
   * than what was stored; then it also bumps the epoch of every document that it takes something from, in the same
   * transaction (R31).
   */
  putMembership(membership: Membership): Promise<boolean>
  memberships(userId: string, since: number): Promise<Membership[]>
  putIntent(intent: Intent): Promise<void>
  /** The first there is of: this user in this channel since `since`, this user in this instance, anybody in it. */
  intent(of: {
    userId: string
    instanceId: string | null
    channelId: string | null
    since: number
  }): Promise<Intent | null>
  /** The newest since `since` of this user, in this instance or in this channel. */
  opening(of: {
    userId: string
    instanceId: string
    channelId: string | null
    since: number
  }): Promise<Intent | null>
  /** One document each, or none: whoever looks at nothing is not among {@link shown}. */
  show(instanceId: string, userId: string, document: string | null, at: number): Promise<void>
  /** Since `since`, in the order of users; what is older is forgotten some time. */
  shown(instanceId: string, since: number): Promise<Shown[]>
}
