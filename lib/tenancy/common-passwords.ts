/**
 * The words and walks that leaked passwords are made of. A password is compared by what is left of it when digits and marks at its
 * ends, and letters written as digits, are taken away: one line here stands for all its spellings.
 */
export const commonStems: ReadonlySet<string> = new Set(
  `
password passwort passwords passwd pass passe motdepasse contrasena contrasenya senha parola haslo wachtwoord salasana losenord lozinka heslo sifre
passwordpassword passpass mypassword mypass thepassword newpassword oldpassword yourpassword nopassword passwordone password admin administrator adminadmin adminpassword root rootroot toor
superuser sysadmin webadmin webmaster guest guestguest user username users default defaultpassword changeme changethis changemenow letmein letmeinnow letmeinplease
welcome welcomeback welcomehome welcomes hello hellohello helloworld hellothere hallo hola bonjour salut shalom login loginlogin signin access accessdenied secret secrets topsecret
mysecret private secure security securepassword test testtest testing tester testpassword testuser temp temporary temppass temppassword demo demodemo sample example qa
qwerty qwertyu qwertyui qwertyuio qwertyuiop qwertyqwerty qwertyasdf qwertyasdfgh qwertyuiopasdfghjkl qwertz qwertzuiop azerty azertyuiop asdf asdfasdf asdfgh asdfghjk asdfghjkl
asdfjkl asdfqwer zxcv zxcvbn zxcvbnm zxcvbnmasdfghjkl qazwsx qazwsxedc qazwsxedcrfv zaqxsw zaqwsx wsxedc edcrfv qweasd qweasdzxc qweqwe qweasdqwe
poiuytrewq lkjhgfdsa mnbvcxz dvorak aoeu aoeuidhtns abcdef abcdefg abcdefgh abcdefghi abcdefghij abcabc abcdabcd abcxyz aabbcc aaaa zzzz abc alphabet
iloveyou iloveu iloveme iloveyouu ilovegod ilovehim iloveher ilovemyself ilovejesus ilovemom ilovedad loveyou loveme lovelove lovely lover lovers love truelove mylove onelove
sweetlove sweetheart sweetie honey honeybee darling babe baby babygirl babyboy babydoll princess prince queen king angel angels angelica angelina heaven jesus jesuschrist
jesusislord christ godisgood godislove blessed blessing faith hope trustno trustnoone trustme believe freedom liberty peace peacelove forever foreverlove always happiness
happy happyday smile smiley sunshine sunshines sunflower sunny summer summertime spring winter autumn january february march april june july august september october november december
monday tuesday wednesday thursday friday saturday sunday morning midnight moonlight starlight rainbow butterfly flower flowers rose roses lily daisy jasmine orchid cherry apple
banana orange lemon strawberry blueberry peach peaches chocolate cookie cookies candy cupcake cheese pizza coffee icecream pepper ginger cinnamon pumpkin peanut buttercup
monkey monkeys dragon dragons dragonball dragonballz tiger tigers lion lions panther jaguar eagle eagles falcon falcons hawk phoenix wolf wolves wolfpack bear bears teddybear
panda dolphin dolphins shark sharks snake spider spiderman scorpion horse horses pony pokemon pikachu charizard puppy puppies kitty kitten kittens hellokitty doggy doggie bulldog
rabbit turtle penguin buster bailey buddy rocky max charlie lucky shadow smokey tigger snoopy garfield simba bella coco princessa molly ginger maggie sadie oreo
football footballs baseball basketball soccer hockey tennis golf golfer rugby cricket volleyball softball swimming running runner cowboys dallas steelers packers yankees redsox lakers bulls chicago
liverpool liverpoolfc arsenal chelsea manchester manchesterunited barcelona realmadrid juventus acmilan bayern ronaldo messi jordan michaeljordan kobe beckham neymar champion champions winner
batman superman ironman hulk wolverine avengers marvel starwars skywalker lukeskywalker darthvader yoda jedi stormtrooper startrek spock enterprise matrix neo trinity gandalf hobbit frodo legolas
harrypotter hogwarts hermione voldemort naruto sasuke sakura itachi goku vegeta onepiece bleach anime minecraft roblox fortnite warcraft worldofwarcraft starcraft counterstrike
callofduty halo xbox playstation nintendo mario zelda sonic gamer gaming gameover player master masters mastermind hunter killer killers assassin ninja samurai warrior wizard magic
michael michelle jennifer jessica ashley amanda nicole daniel danielle andrew anthony joshua matthew christopher christian jonathan benjamin alexander alexandra alexandre andrea
robert thomas william richard joseph charles david james john george patrick jason justin brandon jordan kevin steven brian eric ryan tyler austin taylor samantha stephanie melissa
elizabeth victoria rebecca rachel hannah sarah laura lauren megan emily olivia sophia sophie chelsea vanessa natalie natasha veronica sabrina gabriel gabriela isabella mariana maria
carlos alejandro alejandra fernando ricardo eduardo roberto antonio francisco juan jose diego miguel pedro pablo sebastian valentina camila daniela
computer computers internet network server windows microsoft google facebook instagram twitter linkedin youtube amazon apple iphone samsung nokia android linux ubuntu oracle cisco
mustang ferrari porsche mercedes corvette camaro harley harleydavidson yamaha honda toyota chevrolet chevy ducati bmw audi jeep racing drifter
metallica nirvana slipknot linkinpark eminem tupac beatles ledzeppelin pinkfloyd acdc greenday blink music guitar guitarist drummer piano rockstar rocknroll hiphop
america american usa canada england london paris france germany berlin italy rome spain madrid mexico brazil brasil russia moscow india indian pakistan israel jerusalem telaviv australia sydney
newyork newyorkcity california losangeles hollywood texas florida miami vegas lasvegas boston seattle hawaii philippines indonesia
fuckyou fuckoff fuckme fuckthis fucker asshole bitch bitches bastard motherfucker bullshit shithead biteme screwyou whatever nothing something everything anything
blink cheater computerx biscuit genius stupid loser crazy crazygirl sexy sexygirl sexybaby hottie hotgirl playboy playgirl badboy badgirl cooldude coolcool gangster gangsta thuglife
money moneymoney dollar dollars million millionaire billionaire rich business success company office work teamwork manager boss director
family mother father mommy daddy mom dad mum brother sister brothers sisters grandma grandpa friend friends bestfriend bestfriends friendship together
school student teacher college university highschool graduate graduation library
blackcat blackdog blackjack blackbird whitecat redrose bluesky bluemoon greenapple purple yellow silver golden gold diamond diamonds crystal platinum ruby emerald
thunder lightning storm hurricane tornado fire firefly firebird flame ice snow snowball snowflake snowman ocean river mountain island beach sunrise sunset earth planet galaxy universe
abcdefghijkl abcdefghijklm qwertyuiopas zxcvbnmzxcvbnm correcthorsebatterystaple trustnobody openup opensesame open sesame letmesee ihateyou ihatelife ihateschool hateme
asdfghjklasdf adgjmptw google googlegoogle passwordadmin adminqwerty qwertyadmin qwertypassword passwordqwerty rootpassword rootadmin serverpassword databasepassword postgres mysql oracleoracle raspberry ubnt cisco support supersecret superman supersuper
`
    .split(/\s+/)
    .filter(Boolean),
);
