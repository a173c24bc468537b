/** A sign and its names, the one that is shown first; those that people use in chats. */
export const EMOJI = `😀 grinning smile happy
😄 smile happy joy
😁 grin
😂 joy laugh tears
🤣 rofl laugh
😅 sweat_smile phew
😊 blush happy
😇 innocent angel
🙂 slight_smile
🙃 upside_down
😉 wink
😍 heart_eyes love
🥰 smiling_hearts love
😘 kissing_heart
😜 wink_tongue silly
🤪 zany crazy
🤔 thinking hmm
🤨 raised_eyebrow doubt
😐 neutral
😑 expressionless
🙄 rolling_eyes
😏 smirk
😬 grimacing awkward
😌 relieved
😴 sleeping tired
🤤 drooling
😷 mask ill
🤒 thermometer_face sick
🤯 exploding_head mind_blown
🥳 partying celebrate
😎 sunglasses cool
🤓 nerd
😕 confused
😟 worried
🙁 frowning sad
😮 open_mouth wow
😲 astonished wow
🥺 pleading please
😢 cry sad
😭 sob cry
😱 scream fear
😞 disappointed
😤 triumph
😡 rage angry
😠 angry
💀 skull dead
💩 poop
🤡 clown
👻 ghost
👽 alien
🤖 robot bot
🎃 jack_o_lantern halloween
👍 thumbsup +1 yes like
👎 thumbsdown -1 no dislike
👌 ok_hand
✌️ victory peace
🤞 crossed_fingers luck
🤙 call_me
👈 point_left
👉 point_right
👆 point_up
👇 point_down
👋 wave hello hi bye
👏 clap applause
🙌 raised_hands hooray
🙏 pray thanks please
🤝 handshake deal
💪 muscle strong
✍️ writing write
👀 eyes look
🧠 brain
❤️ heart love
🧡 orange_heart
💛 yellow_heart
💚 green_heart
💙 blue_heart
💜 purple_heart
🖤 black_heart
🤍 white_heart
💔 broken_heart
💯 100 hundred
✨ sparkles new
⭐ star favourite
🌟 glowing_star
🔥 fire hot
💥 boom explosion
🎉 tada party celebrate
🎊 confetti
🎈 balloon
🎁 gift present
🏆 trophy win
🥇 first_place gold
🥈 second_place silver
🥉 third_place bronze
🚀 rocket launch ship
🛸 ufo
✈️ airplane travel flight
🚗 car
🚲 bike bicycle
🚂 train
🏠 house home
🏢 office work
🏖️ beach holiday
⛰️ mountain
🌍 earth world globe
☀️ sunny sun
🌤️ partly_sunny
☁️ cloud
🌧️ rain
⛈️ storm
❄️ snowflake cold
🌈 rainbow
🌙 moon night
⚡ zap lightning fast
💧 droplet water
🌊 wave_sea ocean
🌱 seedling plant
🌳 tree
🌻 sunflower
🌹 rose
🍀 four_leaf_clover luck
🐶 dog
🐱 cat
🐭 mouse
🐰 rabbit
🦊 fox
🐻 bear
🐼 panda
🐸 frog
🐵 monkey
🦄 unicorn
🐝 bee
🐛 bug
🦋 butterfly
🐢 turtle slow
🐍 snake python
🐙 octopus
🦀 crab rust
🐟 fish
🐳 whale docker
🐧 penguin linux
🍎 apple
🍌 banana
🍓 strawberry
🍕 pizza
🍔 burger
🍟 fries
🌮 taco
🍜 noodles ramen
🍣 sushi
🍪 cookie
🎂 cake birthday
🍰 shortcake
🍫 chocolate
🍿 popcorn
☕ coffee
🍵 tea
🍺 beer
🍻 beers cheers
🍷 wine
🥂 champagne cheers toast
⚽ soccer football
🏀 basketball
🎮 game controller
🎲 die dice
🎯 dart target goal
🧩 puzzle
🎨 art palette design
🎵 music note
🎧 headphones
🎤 microphone
🎬 clapper film movie
📷 camera photo
📺 tv
💻 laptop computer
🖥️ desktop
⌨️ keyboard
🖨️ printer
📱 phone mobile
☎️ telephone call
🔋 battery
💡 bulb idea light
🔦 flashlight
🔧 wrench fix
🔨 hammer build
🛠️ tools
⚙️ gear settings
🔒 lock private
🔓 unlock
🔑 key
🔗 link
📎 paperclip attachment
📌 pin pushpin
📍 round_pin place
✂️ scissors cut
📝 memo note write
✏️ pencil edit
📖 book read
📚 books
📄 page document
📁 folder
📅 calendar date
📆 tear_calendar
📈 chart_up growth
📉 chart_down
📊 bar_chart
📋 clipboard
📦 package box
📧 email mail
📣 megaphone announce
🔔 bell notify
🔕 no_bell mute
🔍 mag search find
⏰ alarm_clock
⏳ hourglass wait
⌛ hourglass_done
⏱️ stopwatch timer
💰 money_bag
💸 money_wings
💳 credit_card
💎 gem
🧪 test_tube test
🔬 microscope
🩹 bandage fix
💊 pill
🚨 siren alert
🚧 construction wip
🛑 stop
⛔ no_entry
🚫 prohibited no
⚠️ warning
❗ exclamation
❓ question
✅ check done yes
☑️ checked_box
✔️ check_mark
❌ x cross no
⭕ circle
➕ plus
➖ minus
➡️ arrow_right
⬅️ arrow_left
⬆️ arrow_up
⬇️ arrow_down
🔄 refresh sync
🔁 repeat
♻️ recycle
🆕 new
🆗 ok
🔴 red_circle
🟠 orange_circle
🟡 yellow_circle
🟢 green_circle
🔵 blue_circle
🟣 purple_circle
⚫ black_circle
⚪ white_circle
🏁 finish flag
🚩 red_flag
🏳️‍🌈 pride rainbow_flag
💬 speech comment chat
💭 thought
💤 zzz sleep`
