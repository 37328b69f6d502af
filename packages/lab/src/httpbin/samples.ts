/** A chequered picture of 8 by 8 points. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAGUlEQVR42mP4//8/V9JJTJIBqyiQZBiUOgBc9IZB6Pj9TAAAAABJRU5ErkJggg=='

export const HTML = `<!DOCTYPE html>
<html>
<head><title>A page of the lab</title></head>
<body>
<h1>The keeper of the lighthouse</h1>
<p>Every evening the keeper climbs the stairs and lights the lamp. Ships that see it know where the land is, and where it is
not. On some evenings there is fog, and then the keeper sounds the horn, and waits, and sounds it again, not too often, as a
horn that never falls silent tells nobody anything.</p>
</body>
</html>
`

export const XML = `<?xml version='1.0' encoding='us-ascii'?>
<slideshow title="Sample Slide Show" date="Date of publication" author="Yours Truly">
  <slide type="all">
    <title>Wake up to WonderWidgets!</title>
  </slide>
  <slide type="all">
    <title>Overview</title>
    <item>Why <em>WonderWidgets</em> are great</item>
    <item/>
    <item>Who <em>buys</em> WonderWidgets</item>
  </slide>
</slideshow>
`

export const SLIDES = {
  slideshow: {
    author: 'Yours Truly',
    date: 'date of publication',
    slides: [
      { title: 'Wake up to WonderWidgets!', type: 'all' },
      {
        items: ['Why <em>WonderWidgets</em> are great', 'Who <em>buys</em> WonderWidgets'],
        title: 'Overview',
        type: 'all',
      },
    ],
    title: 'Sample Slide Show',
  },
} as const

export const DENIED = 'The file robots.txt asks robots to stay away from here.\n'

export const UTF8 = `<h1>Letters of many scripts, in UTF-8</h1>
<pre>
Latin      naïve façade, Straße, Łódź, Đà Nẵng, smörgåsbord
Greek      Αθήνα, γλώσσα, ᾠδή
Cyrillic   Київ, Ёлка, Њујорк
Armenian   Երևան
Georgian   თბილისი
Hebrew     ירושלים
Arabic     القاهرة
Devanagari नमस्ते
Thai       สวัสดี
Japanese   こんにちは、世界
Chinese    你好，世界
Korean     안녕하세요
Signs      ∮ E·da = Q, n → ∞, ∑ f(i) = ∏ g(i), ½ ¾ €
Beyond     𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 🛠️ 👩🏽‍🚀
</pre>
`
