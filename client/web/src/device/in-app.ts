// Whether the page is shown inside another app: such browsers may lose what is kept and their app may look on. Nothing
// of this is kept or sent.

const APPS: readonly (readonly [RegExp, string])[] = [
  [/\bInstagram\b/, 'Instagram'],
  [/\bFB(AN|AV|IOS|_IAB)\b|\bMessenger/, 'Facebook'],
  [/\bBarcelona\b/, 'Threads'],
  [/\bLine\//, 'LINE'],
  [/\bTwitter/, 'X'],
  [/\bMicroMessenger\b/, 'WeChat'],
  [/\bTikTok\b|musical_ly|BytedanceWebview/, 'TikTok'],
  [/\bSnapchat\b/, 'Snapchat'],
  [/\bPinterest\//, 'Pinterest'],
  [/\bLinkedInApp\b/, 'LinkedIn'],
  [/\bKAKAOTALK\b/, 'KakaoTalk'],
  [/\bTelegram/, 'Telegram'],
  [/\bGSA\//, 'Google'],
  [/\bDuckDuckGo\/\d.*\bwv\b/, 'DuckDuckGo'],
];

// The app's name, or "WebView" where it gives none; null in a browser of its own.
export function inAppBrowser(userAgent: string = navigator.userAgent): string | null {
  for (const [token, name] of APPS) if (token.test(userAgent)) return name;
  const androidView = /; wv\)/.test(userAgent);
  const appleView = /\b(iPhone|iPad|iPod)\b/.test(userAgent) && /AppleWebKit/.test(userAgent) && !/Safari\//.test(userAgent);
  return androidView || appleView ? 'WebView' : null;
}
