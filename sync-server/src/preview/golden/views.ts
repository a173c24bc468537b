import type { CardView } from '../../bus/types.ts'

/** A view to start from in tests. */
export const someView: CardView = {
  title: 'Release checklist v2.4',
  text: '',
  people: [
    { name: 'Ada Lovelace', color: '#5865f2' },
    { name: 'Kari Nordmann', color: '#eb459e' },
    { name: 'Bo', color: '#57f287' },
  ],
  peopleCount: 4,
  editedAt: Date.UTC(2025, 10, 22, 14, 2),
  editedBy: 'Kari',
  theme: 'dark',
  scale: 2,
  kind: 'chat',
}

const checklist = `Ship **v2.4** on *Thursday*; ~~Friday~~ is a holiday. See \`deploy.sh\` and [the runbook](https://sticky.example/run).

- [x] Freeze \`main\` branch
- [x] Run the **full** test suite
- [ ] Tag the release
  - [ ] Write changelog
  - [ ] Ping @design for the banner
- [ ] Post in #announcements 📣`

const report = `# Incident review
The **API** returned 502 for _eleven_ minutes.

> We were not paged, because the alert was muted.

| Service | Errors | Note |
|:--|--:|:-:|
| gateway | 1,204 | back at **14:02** |
| relay | 0 | fine ✅ |

\`\`\`ts
if (a === b && c !== d) return () => ({ ok: true })
\`\`\`

1. Roll back
2. Tell people
   - in #ops

---
The end.`

const signs = `Party 🎉🎊 on Friday! 👩‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 🇳🇴 👍🏽 1️⃣ ✔️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿

- 🍕 pizza ×4 → from *Luigi's*
- ✓ ★ ☐ ⌘ ∑ ≠ ≤ — «quoted»
- Привет, мир; Ελληνικά; ñ ß œ`

/** The cards whose pictures are kept. */
export const goldenViews: Readonly<Record<string, CardView>> = {
  checklist: { ...someView, text: checklist },
  report: { ...someView, title: 'Incident review', text: report, theme: 'light' },
  signs: { ...someView, title: 'Party 🎈', text: signs, kind: 'link' },
  empty: { ...someView, text: '', people: [], peopleCount: 0, editedBy: null },
  small: { ...someView, text: '- [x] Milk\n- [ ] Bread', theme: 'light', kind: 'link', scale: 1 },
}
