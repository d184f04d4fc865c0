/** Keys that say by their beginning whose they are, as those who give them out document it. Each is held against one run of characters. */
export const tokenShapes: [kind: string, shape: RegExp][] = [
  ["aws-access-key", /^(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}$/],
  ["github-token", /^(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})$/],
  [
    "gitlab-token",
    /^(?:gl(?:pat|dt|ptt|rt|rtr|oas|ft|soat|cbt|agent|imt|ffct|wt)-[A-Za-z0-9_.-]{20,255}|GR1348941[A-Za-z0-9_-]{20,40}|ATCTT3[A-Za-z0-9_=-]{30,300}|ATBB[A-Za-z0-9]{28,40})$/,
  ],
  ["slack-token", /^(?:xox[abceoprsd]-[A-Za-z0-9%-]{10,255}|xoxe\.xox[bp]-[A-Za-z0-9-]{10,255}|xapp-[A-Za-z0-9-]{10,255})$/],
  ["stripe-key", /^(?:[sr]k_(?:live|test|prod)_[A-Za-z0-9]{10,255}|whsec_[A-Za-z0-9/+]{16,255}={0,2})$/],
  [
    "google-key",
    /^(?:AIza[A-Za-z0-9_-]{30,45}|GOCSPX-[A-Za-z0-9_-]{20,40}|ya29\.[A-Za-z0-9_.-]{20,2000}|1\/\/0[A-Za-z0-9_-]{30,120}|4\/0[A-Za-z0-9_-]{40,120}|AQ\.Ab[A-Za-z0-9_-]{30,100})$/,
  ],
  [
    "model-provider-key",
    /^(?:sk-(?:ant-|proj-|svcacct-|admin-|or-v1-|lf-)?[A-Za-z0-9_-]{20,255}|sk_[a-f0-9]{48}|hf_[A-Za-z0-9]{20,60}|api_org_[A-Za-z0-9]{30,40}|gsk_[A-Za-z0-9]{20,80}|xai-[A-Za-z0-9]{40,120}|r8_[A-Za-z0-9]{20,60}|pplx-[A-Za-z0-9]{20,80}|fw_[A-Za-z0-9]{20,40}|tgp_v1_[A-Za-z0-9_-]{30,60}|tvly-[A-Za-z0-9-]{20,60}|fc-[a-f0-9]{32}|jina_[A-Za-z0-9_-]{40,80}|nvapi-[A-Za-z0-9_-]{50,90}|csk-[a-z0-9]{40,60}|lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}|pcsk_[A-Za-z0-9_]{40,90}|AQVN[A-Za-z0-9_-]{30,40})$/,
  ],
  [
    "registry-token",
    /^(?:npm_[A-Za-z0-9]{30,60}|pypi-[A-Za-z0-9_-]{16,400}|dckr_(?:pat|oat)_[A-Za-z0-9_-]{20,60}|rubygems_[a-f0-9]{32,64}|oy2[a-z0-9]{43}|CLOJARS_[a-z0-9]{60}|cio[A-Za-z0-9]{32}|AKCp[A-Za-z0-9]{60,80}|cmVmd[A-Za-z0-9]{50,70})$/,
  ],
  [
    "mail-provider-key",
    /^(?:SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,60}|key-[a-f0-9]{32}|[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}|x(?:keysib|smtpsib)-[a-f0-9]{40,80}-[A-Za-z0-9]{8,32}|[a-f0-9]{32}-us\d{1,2}|re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,40}|mlsn\.[a-f0-9]{60,70})$/,
  ],
  ["messaging-key", /^(?:SK[a-f0-9]{32}|MT[A-Za-z0-9]{22}\.[\w-]{6}\.[\w-]{25,40}|[MNO][A-Za-z0-9_-]{23,28}\.[\w-]{6}\.[\w-]{27,40})$/],
  [
    "cloud-token",
    /^(?:do[opr]_v1_[a-f0-9]{40,80}|dapi[a-f0-9]{32}(?:-\d)?|hv[sb]\.[A-Za-z0-9_-]{20,300}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}|sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,60}|LTAI[A-Za-z0-9]{12,30}|AKID[A-Za-z0-9]{32}|dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{30,80}|pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{30,70}|nfp_[A-Za-z0-9]{30,50}|rnd_[A-Za-z0-9]{28,40}|vc[kp]_[A-Za-z0-9]{20,70}|HRKU-[A-Za-z0-9_-]{30,70}|f(?:o1_[\w-]{40,50}|m[12][a-z]?_[A-Za-z0-9+/=_-]{60,600})|tskey-[a-z]+-[A-Za-z0-9-]{20,80}|v1\.0-[a-f0-9]{24}-[a-f0-9]{146}|pul-[a-f0-9]{40}|dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}|sha256~[\w-]{40,50}|[a-zA-Z0-9_~.]{3}\dQ~[a-zA-Z0-9_~.-]{31,36}|4b1d[A-Za-z0-9]{38}|tk-us-[\w-]{40,60}|t1\.[A-Z0-9a-z_-]+[=]{0,2}\.[A-Z0-9a-z_-]{86}={0,2}|dnkey-[A-Za-z0-9=_-]{26}-[A-Za-z0-9=_-]{52}|neon_[A-Za-z0-9]{30,80}|napi_[A-Za-z0-9]{40,80}|gAAAAA[A-Za-z0-9_-]{60,400})$/,
  ],
  [
    "shop-token",
    /^(?:shp(?:at|ca|pa|ss|ua)_[a-fA-F0-9]{32}|sq0[a-z]{3}-[A-Za-z0-9_-]{22,60}|EAAA[A-Za-z0-9_-]{40,80}|rzp_(?:live|test)_[A-Za-z0-9]{14,30}|EZ[AT]K[A-Za-z0-9]{54}|shippo_(?:live|test)_[a-f0-9]{40}|duffel_(?:live|test)_[\w=-]{43}|FLWSECK(?:_TEST)?-[A-Za-z0-9-]{12,50}|access-(?:sandbox|development|production)-[a-f0-9-]{36}|(?:live|test)_[a-f0-9]{35}|AQE[A-Za-z0-9+/=]{50,200}|pi_[A-Za-z0-9]{24}_secret_[A-Za-z0-9]{25}|APP_USR-[A-Za-z0-9-]{40,90})$/,
  ],
  [
    "product-token",
    /^(?:lin_(?:api|oauth)_[A-Za-z0-9]{30,64}|ntn_[A-Za-z0-9]{30,60}|secret_[A-Za-z0-9]{40,60}|fig[dou]r?_[A-Za-z0-9_-]{30,80}|PMA[KT]-[A-Za-z0-9]{20,30}(?:-[a-f0-9]{30,40})?|NR(?:AK|II|JS|RA|SP)-[A-Za-z0-9_-]{19,44}|pat-[a-z]{2}\d-[a-f0-9-]{30,40}|fmk_[A-Za-z0-9_]{16,100}|ATATT[A-Za-z0-9_=-]{30,300}|pat[A-Za-z0-9]{14}\.[a-f0-9]{64}|gl(?:c|sa)_[A-Za-z0-9+/=]{32,400}(?:_[a-f0-9]{8})?|eyJrIjoi[A-Za-z0-9+/=]{40,400}|sntr[yu]s?_[A-Za-z0-9+/=_-]{40,300}|sq[upa]_[a-f0-9]{40}|sgp_(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}|tfp_[A-Za-z0-9_-]{40,70}|bk(?:ua|ct|aj)_[a-f0-9]{40}|CCIP(?:AT|RJ)_[A-Za-z0-9_]{40,90}|CFPAT-[A-Za-z0-9_-]{40,50}|rdme_[a-z0-9]{60,80}|ph[xs]_[A-Za-z0-9]{30,60}|pnu_[a-zA-Z0-9]{36}|A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}|ops_eyJ[A-Za-z0-9+/]{60,1200}={0,3}|API-[A-Z0-9]{26}|p8e-[a-z0-9]{32}|[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk|ico-[A-Za-z0-9]{32}|fio-u-[\w=-]{64}|sdk-[a-f0-9-]{36}|api-[a-f0-9]{8}-[a-f0-9-]{27}|dop_[a-f0-9]{40,80}|sk\.eyJ[A-Za-z0-9_-]{20,200}\.[A-Za-z0-9_-]{16,60}|pk_\d{6,10}_[A-Z0-9]{32}|00[\w-]{40}|sm_(?:aat|pat|sat)_[A-Za-z0-9]{16}|s-s4t2(?:ud|af)-[a-f0-9]{64}|cal_(?:live_)?[a-f0-9]{32}|dsn_[a-f0-9]{40})$/,
  ],
  ["social-network-token", /^(?:EAA[A-Za-z0-9]{30,400}|IG(?:QV|AA)[A-Za-z0-9_-]{40,400}|A{20,30}[A-Za-z0-9%]{50,120})$/],
  ["age-key", /^AGE-SECRET-KEY-1[A-Z0-9]{50,64}$/],
  ["wallet-key", /^(?:[KL][1-9A-HJ-NP-Za-km-z]{51}|5[HJK][1-9A-HJ-NP-Za-km-z]{48,50}|[xyz]prv[1-9A-HJ-NP-Za-km-z]{100,112})$/],
  ["json-web-token", /^eyJ[A-Za-z0-9_-]{8,8000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{0,2000}$/],
];

/** Keys that have signs in them at which other runs end. */
export const composedKeys =
  /\b(?:\d\/\d{13,18}(?:\/\d{13,18})?:[a-f0-9]{32}|access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}|\d{6}(?:-\d{6}){7}|\d{8,10}:[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/g;

/** Addresses to which whoever has them may post. */
export const hookAddresses =
  /https:\/\/(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[\w/]{30,120}|(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks\/\d{15,22}\/[\w-]{50,90}|[\w-]{1,60}\.webhook\.office\.com\/webhookb2\/[\w@/-]{80,260}|hooks\.zapier\.com\/hooks\/catch\/[\w/]{8,60}|chat\.googleapis\.com\/v1\/spaces\/[\w-]{6,20}\/messages\?key=[\w%&=-]{40,200}|hook\.[a-z0-9.]{2,20}make\.com\/[a-z0-9]{24,40}|maker\.ifttt\.com\/[\w/]{10,60}\/key\/[\w-]{20,50}|open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook\/[\w-]{30,40}|oapi\.dingtalk\.com\/robot\/send\?access_token=[a-f0-9]{60,70}|outlook\.office\.com\/webhook\/[\w@/-]{80,260})/g;
