/** What is on the cards whose pictures are kept. */

export const checklist = `Ship **v2.4** on *Thursday*; ~~Friday~~ is a holiday. See \`deploy.sh\` and [the runbook](https://sticky.example/run).

- [x] Freeze \`main\` branch
- [x] Run the **full** test suite
- [ ] Tag the release
  - [ ] Write changelog
  - [ ] Ping @design for the banner
- [ ] Post in #announcements 📣`

export const report = `# Incident review
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

export const signs = `Party 🎉🎊 on Friday! 👩‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 🇳🇴 👍🏽 1️⃣ ✔️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿

- 🍕 pizza ×4 → from *Luigi's*
- ✓ ★ ☐ ⌘ ∑ ≠ ≤ — «quoted»
- Привет, мир; Ελληνικά; ñ ß œ`

export const latin = `Sticky puts a **short, living document** into the channel where people already talk. One click opens it, everybody writes *at once*, and the card follows the text.

## What changed this week
1. Cards show **tables** and code in colour
2. Links open at \`/l/…\` without an account
3. Ça marche à Zürich, Łódź, São Paulo and Đà Nẵng

> Nothing is lost, even if the train goes into a tunnel.`

export const japanese = `来週の**リリース**に向けて、残りの作業をまとめました。担当者は「完了」したら印を付けてください。直前の変更は、必ず\`main\`に入れる前に相談すること。

- [x] 設計書を直す（第2版）
- [x] テストを全部通す
- [ ] お知らせを書く
- [ ] リリース当日の当番を決める

> 急がば回れ。`

export const chinese = `本周的目标是把**新版卡片**发布到所有频道。请大家在周四之前检查自己负责的部分，并在下面打勾；如有疑问，请直接在“讨论区”提出。

- [x] 更新说明文档
- [ ] 检查*深色*与浅色主题
- [ ] 通知各个频道

| 项目 | 负责人 | 状态 |
|:--|:--|--:|
| 渲染 | 王小明 | 完成 |
| 测试 | 李华 | 80% |`

export const korean = `이번 주 **배포**를 위해 남은 일을 정리했습니다. 담당자는 작업이 끝나면 표시해 주세요. 급한 일은 언제든지 채널에 남겨 주시기 바랍니다.

- [x] 설계 문서 고치기
- [ ] 전체 시험 통과시키기
- [ ] 공지 쓰기 📣

> 천 리 길도 한 걸음부터. 漢字도 보입니다.`

export const arabic = `نطلق الإصدار **2.4** يوم *الخميس*، لأن يوم الجمعة عطلة. انظر \`deploy.sh\` و[دليل التشغيل](https://sticky.example/run) قبل البدء (مهم جدًا).

- [x] تجميد الفرع \`main\`
- [ ] نشر النسخة على 3 خوادم
  - [ ] كتابة **ال**تغييرات
- رسالة إلى القناة #announcements 📣

> العجلة من الشيطان.

| الخدمة | الأخطاء | ملاحظة |
|--|--|--|
| gateway | ١٬٢٠٤ | عاد في 14:02 |`

export const hebrew = `הגרסה **2.4** יוצאת ביום *חמישי*; ראו את הקובץ \`deploy.sh\` לפני שמתחילים (בבקשה!).

This paragraph is English, with שלום in the middle, and stays on the left.

1. להקפיא את הענף \`main\`
2. להריץ את כל הבדיקות — 1,204 בסך הכול
   - [x] בדיקות של API v2
   - [ ] בדיקות של הדפדפן

> סוף מעשה במחשבה תחילה.`

export const devanagari = `इस सप्ताह हम **नया संस्करण** जारी करेंगे। कृपया अपना काम पूरा होने पर निशान लगाएँ, और कोई प्रश्न हो तो चैनल में पूछें।

- [x] दस्तावेज़ ठीक करना
- [ ] सभी परीक्षण चलाना
- [ ] क्षत्रिय, श्रीमान्, ज्ञान, हिन्दी — १२३

> धीरे-धीरे रे मना, धीरे सब कुछ होय।`

export const thai = `สัปดาห์นี้เราจะเผยแพร่**เวอร์ชันใหม่**ของการ์ดไปยังทุกช่อง กรุณาตรวจสอบส่วนที่คุณรับผิดชอบก่อนวันพฤหัสบดีแล้วทำเครื่องหมายด้านล่างนี้

- [x] แก้ไขเอกสาร
- [ ] ทดสอบทั้งหมดให้ผ่าน
- [ ] แจ้งข่าวในช่อง 📣

> ช้า ๆ ได้พร้าเล่มงาม`

export const emoji = `👋 **Hi** 👩🏽‍🚀 👨‍👩‍👧‍👦 🧑🏿‍🤝‍🧑🏻 🏳️‍⚧️ 🏴‍☠️ 🐻‍❄️ 🧑‍💻
Flags 🇯🇵 🇰🇷 🇨🇳 🇪🇬 🇮🇱 🇮🇳 🇹🇭 🇩🇪 🇺🇳 🏴󠁧󠁢󠁳󠁣󠁴󠁿
Keys #️⃣ *️⃣ 0️⃣ 9️⃣ 🔟 and hearts ❤️🧡💛💚💙💜🖤🤍 ❤️‍🩹
- [x] 🎂 cake for 🎉**party**🎉
- [ ] 🎈 balloons ×20 💸`

export const code = `The fix, and how to see that it works:

\`\`\`ts
/** Waits until the card is there. */
export async function ready(id: string, limit = 3_000) {
  for await (const card of cards) {
    if (card.id === id && card.state !== 'old') return \`card \${id}\` // done
  }
  throw new Error("no card within " + limit + " ms")
}
\`\`\`

\`\`\`bash
npm ci --ignore-scripts && npm start   # then look
\`\`\``

export const manyLanguages = `\`\`\`python
@cached
def total(items: list[int]) -> int:  # all of them
    return sum(i for i in items if i is not None)
\`\`\`
\`\`\`sql
SELECT name, count(*) FROM cards WHERE id = 42 -- one
\`\`\`
\`\`\`json
{ "name": "sticky", "stars": 12, "open": true }
\`\`\`
\`\`\`diff
-  const old = 1
+  const fresh = 2
\`\`\``

export const table = `| Service | Owner | Requests | Errors | Note |
|:--|:-:|--:|--:|---|
| gateway | Ada | 1,204,331 | 12 | back at **14:02**, after a restart |
| relay | Bo | 88,120 | 0 | ~~slow~~ fine ✅ |
| \`merge\` | Kari | 4,021 | 3 | see [the review](https://sticky.example/r) |
| preview | | 960 | 0 | |
| store | Linus | 5 | 1 | *a longer note that needs more than one line of its cell* |`

export const nested = `1. Plan
   - Find a date
     - [x] ask Ada
     - [ ] ask Bo
       > He is away until Monday.
   - Book a room
2. Do

   A loose item has room around it.

10. Tell everybody
    > A quote
    > > in a quote
    > > - with a list
    > > - of two`

export const long = Array.from(
  { length: 40 },
  (_, i) =>
    `${i % 7 === 0 ? '## Part ' + (1 + i / 7) + '\n' : ''}Line ${i + 1} of the minutes, which go on and on.`,
).join('\n\n')

export const address = `Look at https://sticky.example/documents/a-rather-long-name-of-a-page/with/many/parts?query=something&another=value_that_goes_on_and_on#and-a-fragment and say what you think.

Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft_Donaudampfschifffahrt`
