import type { PageWords } from '../words.ts';

/** The pages' words in the languages of the SDK beside those that `words.ts` has itself. */
export const further: Readonly<Record<string, PageWords>> = {
  bg: {
    title: 'Вашите избори за поверителност', intro: 'Тук виждате какво сте отговорили, можете да го промените и да изтеглите доказателството за всеки отговор.', subject: 'Вашият номер на съгласие', show: 'Покажи моите избори', history: 'Какво отговорихте', none: 'Още няма отговори.', save: 'Запази избора',
    saved: 'Изборът ви е запазен.', receipt: 'Изтегляне на разписката', yes: 'Да', no: 'Не', always: 'Винаги включено', stop: 'Спиране на тези имейли', stopAsk: 'Искате ли да спрете да получавате това?', stopped: 'Готово. Повече няма да получавате това.',
    confirm: 'Потвърждавам', confirmAsk: 'Моля, потвърдете, че искате това.', confirmed: 'Благодарим. Потвърдено е.', invalid: 'Тази връзка не е валидна или вече не е валидна.', saidNo: 'Казахте „не“ след изпращането на тази връзка и това остава в сила. Ако искате да се съгласите, запишете се отново.',
  },
  hr: {
    title: 'Vaši izbori o privatnosti', intro: 'Ovdje vidite što ste odgovorili, možete to promijeniti i preuzeti dokaz za svaki odgovor.', subject: 'Vaš broj privole', show: 'Prikaži moje izbore', history: 'Što ste odgovorili', none: 'Još nema odgovora.', save: 'Spremi izbor',
    saved: 'Vaš je izbor spremljen.', receipt: 'Preuzmi potvrdu', yes: 'Da', no: 'Ne', always: 'Uvijek uključeno', stop: 'Zaustavi ove e-poruke', stopAsk: 'Želite li prestati ovo primati?', stopped: 'Gotovo. Više nećete ovo primati.',
    confirm: 'Potvrdi', confirmAsk: 'Potvrdite da to želite.', confirmed: 'Hvala. Potvrđeno je.', invalid: 'Ova poveznica nije valjana ili više ne vrijedi.', saidNo: 'Nakon slanja ove poveznice rekli ste ne i to vrijedi. Ako želite pristati, prijavite se ponovno.',
  },
  cs: {
    title: 'Vaše volby soukromí', intro: 'Zde vidíte, co jste odpověděli, můžete to změnit a stáhnout si doklad o každé odpovědi.', subject: 'Číslo vašeho souhlasu', show: 'Zobrazit moje volby', history: 'Co jste odpověděli', none: 'Zatím žádná odpověď.', save: 'Uložit volbu',
    saved: 'Vaše volba je uložena.', receipt: 'Stáhnout doklad', yes: 'Ano', no: 'Ne', always: 'Vždy zapnuto', stop: 'Ukončit tyto e-maily', stopAsk: 'Chcete to přestat dostávat?', stopped: 'Hotovo. Už to nebudete dostávat.',
    confirm: 'Potvrdit', confirmAsk: 'Potvrďte prosím, že to chcete.', confirmed: 'Děkujeme. Je to potvrzeno.', invalid: 'Tento odkaz není platný, nebo už neplatí.', saidNo: 'Po odeslání tohoto odkazu jste řekli ne a to platí. Pokud chcete souhlasit, přihlaste se znovu.',
  },
  da: {
    title: 'Dine privatlivsvalg', intro: 'Her ser du, hvad du har svaret, kan ændre det og hente beviset for hvert svar.', subject: 'Dit samtykkenummer', show: 'Vis mine valg', history: 'Hvad du svarede', none: 'Der er ikke svaret på noget endnu.', save: 'Gem valg',
    saved: 'Dit valg er gemt.', receipt: 'Hent kvittering', yes: 'Ja', no: 'Nej', always: 'Altid til', stop: 'Stop disse e-mails', stopAsk: 'Vil du holde op med at modtage dette?', stopped: 'Færdig. Du modtager ikke dette mere.',
    confirm: 'Bekræft', confirmAsk: 'Bekræft, at du ønsker dette.', confirmed: 'Tak. Det er bekræftet.', invalid: 'Dette link er ikke gyldigt, eller ikke længere.', saidNo: 'Du har sagt nej, efter at dette link blev sendt, og det gælder. Vil du sige ja, så tilmeld dig igen.',
  },
  et: {
    title: 'Teie privaatsusvalikud', intro: 'Siin näete, mida vastasite, saate seda muuta ja laadida alla iga vastuse tõendi.', subject: 'Teie nõusoleku number', show: 'Näita minu valikuid', history: 'Mida vastasite', none: 'Veel pole midagi vastatud.', save: 'Salvesta valik',
    saved: 'Teie valik on salvestatud.', receipt: 'Laadi kviitung alla', yes: 'Jah', no: 'Ei', always: 'Alati sees', stop: 'Lõpeta need kirjad', stopAsk: 'Kas soovite selle saamise lõpetada?', stopped: 'Valmis. Te ei saa seda enam.',
    confirm: 'Kinnita', confirmAsk: 'Palun kinnitage, et soovite seda.', confirmed: 'Aitäh. See on kinnitatud.', invalid: 'See link ei kehti või ei kehti enam.', saidNo: 'Pärast selle lingi saatmist ütlesite ei ja see jääb kehtima. Kui soovite nõustuda, registreeruge uuesti.',
  },
  fi: {
    title: 'Yksityisyysvalintasi', intro: 'Tässä näet, mitä olet vastannut, voit muuttaa sitä ja ladata todisteen jokaisesta vastauksesta.', subject: 'Suostumusnumerosi', show: 'Näytä valintani', history: 'Mitä vastasit', none: 'Mihinkään ei ole vielä vastattu.', save: 'Tallenna valinta',
    saved: 'Valintasi on tallennettu.', receipt: 'Lataa kuitti', yes: 'Kyllä', no: 'Ei', always: 'Aina päällä', stop: 'Lopeta nämä sähköpostit', stopAsk: 'Haluatko lopettaa näiden vastaanottamisen?', stopped: 'Valmis. Et saa näitä enää.',
    confirm: 'Vahvista', confirmAsk: 'Vahvista, että haluat tämän.', confirmed: 'Kiitos. Se on vahvistettu.', invalid: 'Tämä linkki ei ole voimassa tai ei ole enää voimassa.', saidNo: 'Olet vastannut ei tämän linkin lähettämisen jälkeen, ja se pysyy voimassa. Jos haluat suostua, ilmoittaudu uudelleen.',
  },
  el: {
    title: 'Οι επιλογές σας για το απόρρητο', intro: 'Εδώ βλέπετε τι έχετε απαντήσει, μπορείτε να το αλλάξετε και να κατεβάσετε την απόδειξη κάθε απάντησης.', subject: 'Ο αριθμός συγκατάθεσής σας', show: 'Εμφάνιση των επιλογών μου', history: 'Τι απαντήσατε', none: 'Δεν έχει απαντηθεί τίποτα ακόμη.', save: 'Αποθήκευση επιλογής',
    saved: 'Η επιλογή σας αποθηκεύτηκε.', receipt: 'Λήψη απόδειξης', yes: 'Ναι', no: 'Όχι', always: 'Πάντα ενεργό', stop: 'Διακοπή αυτών των e-mail', stopAsk: 'Θέλετε να σταματήσετε να το λαμβάνετε;', stopped: 'Έγινε. Δεν θα το λαμβάνετε πλέον.',
    confirm: 'Επιβεβαίωση', confirmAsk: 'Επιβεβαιώστε ότι το θέλετε.', confirmed: 'Ευχαριστούμε. Επιβεβαιώθηκε.', invalid: 'Αυτός ο σύνδεσμος δεν ισχύει ή δεν ισχύει πια.', saidNo: 'Είπατε όχι μετά την αποστολή αυτού του συνδέσμου, και αυτό ισχύει. Αν θέλετε να συμφωνήσετε, εγγραφείτε ξανά.',
  },
  hu: {
    title: 'Adatvédelmi döntései', intro: 'Itt láthatja, mit válaszolt, módosíthatja, és letöltheti minden válasz bizonyítékát.', subject: 'Hozzájárulási száma', show: 'Döntéseim megjelenítése', history: 'Mit válaszolt', none: 'Még nincs válasz.', save: 'Választás mentése',
    saved: 'Választását elmentettük.', receipt: 'Bizonylat letöltése', yes: 'Igen', no: 'Nem', always: 'Mindig bekapcsolva', stop: 'Ezeknek az e-maileknek a leállítása', stopAsk: 'Szeretné, ha ezt többé nem kapná meg?', stopped: 'Kész. Ezt többé nem kapja meg.',
    confirm: 'Megerősítés', confirmAsk: 'Kérjük, erősítse meg, hogy ezt szeretné.', confirmed: 'Köszönjük. Megerősítve.', invalid: 'Ez a hivatkozás nem érvényes, vagy már nem az.', saidNo: 'A hivatkozás elküldése óta nemet mondott, és ez marad érvényben. Ha mégis hozzájárul, iratkozzon fel újra.',
  },
  ga: {
    title: 'Do roghanna príobháideachais', intro: 'Feiceann tú anseo cad a d’fhreagair tú, is féidir leat é a athrú agus cruthúnas gach freagra a íoslódáil.', subject: 'D’uimhir toilithe', show: 'Taispeáin mo roghanna', history: 'Cad a d’fhreagair tú', none: 'Níor freagraíodh aon rud fós.', save: 'Sábháil an rogha',
    saved: 'Tá do rogha sábháilte.', receipt: 'Íoslódáil an admháil', yes: 'Tá', no: 'Níl', always: 'Ar siúl i gcónaí', stop: 'Stop na ríomhphoist seo', stopAsk: 'Ar mhaith leat stopadh de seo a fháil?', stopped: 'Déanta. Ní bhfaighidh tú é seo a thuilleadh.',
    confirm: 'Deimhnigh', confirmAsk: 'Deimhnigh gur mian leat é seo, le do thoil.', confirmed: 'Go raibh maith agat. Tá sé deimhnithe.', invalid: 'Níl an nasc seo bailí, nó níl sé bailí a thuilleadh.', saidNo: 'Dhiúltaigh tú ó seoladh an nasc seo, agus seasann sé sin. Má theastaíonn uait toiliú, cláraigh arís.',
  },
  lv: {
    title: 'Jūsu privātuma izvēles', intro: 'Šeit redzat, ko esat atbildējis, varat to mainīt un lejupielādēt katras atbildes apliecinājumu.', subject: 'Jūsu piekrišanas numurs', show: 'Rādīt manas izvēles', history: 'Ko jūs atbildējāt', none: 'Vēl nav nevienas atbildes.', save: 'Saglabāt izvēli',
    saved: 'Jūsu izvēle ir saglabāta.', receipt: 'Lejupielādēt apliecinājumu', yes: 'Jā', no: 'Nē', always: 'Vienmēr ieslēgts', stop: 'Pārtraukt šos e-pastus', stopAsk: 'Vai vēlaties to vairs nesaņemt?', stopped: 'Gatavs. Jūs to vairs nesaņemsiet.',
    confirm: 'Apstiprināt', confirmAsk: 'Lūdzu, apstipriniet, ka to vēlaties.', confirmed: 'Paldies. Tas ir apstiprināts.', invalid: 'Šī saite nav derīga vai vairs nav derīga.', saidNo: 'Pēc šīs saites nosūtīšanas jūs teicāt nē, un tas paliek spēkā. Ja vēlaties piekrist, piesakieties no jauna.',
  },
  lt: {
    title: 'Jūsų privatumo pasirinkimai', intro: 'Čia matote, ką atsakėte, galite tai pakeisti ir atsisiųsti kiekvieno atsakymo įrodymą.', subject: 'Jūsų sutikimo numeris', show: 'Rodyti mano pasirinkimus', history: 'Ką atsakėte', none: 'Dar nieko neatsakyta.', save: 'Išsaugoti pasirinkimą',
    saved: 'Jūsų pasirinkimas išsaugotas.', receipt: 'Atsisiųsti patvirtinimą', yes: 'Taip', no: 'Ne', always: 'Visada įjungta', stop: 'Nebesiųsti šių laiškų', stopAsk: 'Ar norite to daugiau negauti?', stopped: 'Atlikta. Daugiau to negausite.',
    confirm: 'Patvirtinti', confirmAsk: 'Patvirtinkite, kad to norite.', confirmed: 'Ačiū. Patvirtinta.', invalid: 'Ši nuoroda negalioja arba nebegalioja.', saidNo: 'Po šios nuorodos išsiuntimo pasakėte „ne“, ir tai galioja. Jei norite sutikti, užsiregistruokite iš naujo.',
  },
  mt: {
    title: 'L-għażliet ta’ privatezza tiegħek', intro: 'Hawn tara x’weġibt, tista’ tibdlu u tniżżel il-prova ta’ kull tweġiba.', subject: 'In-numru tal-kunsens tiegħek', show: 'Uri l-għażliet tiegħi', history: 'X’weġibt', none: 'Għadha ma ngħatat l-ebda tweġiba.', save: 'Issejvja l-għażla',
    saved: 'L-għażla tiegħek ġiet issejvjata.', receipt: 'Niżżel l-irċevuta', yes: 'Iva', no: 'Le', always: 'Dejjem mixgħul', stop: 'Waqqaf dawn l-emails', stopAsk: 'Trid tieqaf tirċievi dan?', stopped: 'Lest. Mhux se tirċievi dan aktar.',
    confirm: 'Ikkonferma', confirmAsk: 'Jekk jogħġbok ikkonferma li trid dan.', confirmed: 'Grazzi. Ġie kkonfermat.', invalid: 'Din il-ħolqa mhix valida, jew m’għadhiex valida.', saidNo: 'Għidt le wara li ntbagħtet din il-ħolqa, u dan jibqa’ jgħodd. Jekk trid taqbel, erġa’ rreġistra.',
  },
  pl: {
    title: 'Twoje wybory prywatności', intro: 'Tutaj widzisz swoje odpowiedzi, możesz je zmienić i pobrać dowód każdej z nich.', subject: 'Twój numer zgody', show: 'Pokaż moje wybory', history: 'Twoje odpowiedzi', none: 'Nie ma jeszcze odpowiedzi.', save: 'Zapisz wybór',
    saved: 'Twój wybór został zapisany.', receipt: 'Pobierz potwierdzenie', yes: 'Tak', no: 'Nie', always: 'Zawsze włączone', stop: 'Zakończ te e-maile', stopAsk: 'Czy nie chcesz już tego otrzymywać?', stopped: 'Gotowe. Nie będziesz już tego otrzymywać.',
    confirm: 'Potwierdź', confirmAsk: 'Potwierdź, że tego chcesz.', confirmed: 'Dziękujemy. Potwierdzono.', invalid: 'Ten link jest nieważny lub stracił ważność.', saidNo: 'Po wysłaniu tego linku padła odpowiedź „nie” i ona obowiązuje. Aby się zgodzić, zapisz się ponownie.',
  },
  pt: {
    title: 'As suas escolhas de privacidade', intro: 'Aqui vê o que respondeu, pode alterá-lo e descarregar a prova de cada resposta.', subject: 'O seu número de consentimento', show: 'Mostrar as minhas escolhas', history: 'O que respondeu', none: 'Ainda não há respostas.', save: 'Guardar escolha',
    saved: 'A sua escolha foi guardada.', receipt: 'Descarregar recibo', yes: 'Sim', no: 'Não', always: 'Sempre ativo', stop: 'Deixar de receber estes e-mails', stopAsk: 'Quer deixar de receber isto?', stopped: 'Feito. Não voltará a receber isto.',
    confirm: 'Confirmar', confirmAsk: 'Confirme que pretende isto.', confirmed: 'Obrigado. Está confirmado.', invalid: 'Esta ligação não é válida, ou já não o é.', saidNo: 'Disse que não depois de esta ligação ter sido enviada, e é isso que vale. Para aceitar, inscreva-se de novo.',
  },
  ro: {
    title: 'Opțiunile dumneavoastră de confidențialitate', intro: 'Aici vedeți ce ați răspuns, puteți modifica și puteți descărca dovada fiecărui răspuns.', subject: 'Numărul consimțământului dumneavoastră', show: 'Arată opțiunile mele', history: 'Ce ați răspuns', none: 'Încă nu există răspunsuri.', save: 'Salvează alegerea',
    saved: 'Alegerea dumneavoastră a fost salvată.', receipt: 'Descarcă dovada', yes: 'Da', no: 'Nu', always: 'Mereu activ', stop: 'Oprește aceste e-mailuri', stopAsk: 'Doriți să nu mai primiți acest lucru?', stopped: 'Gata. Nu veți mai primi acest lucru.',
    confirm: 'Confirmă', confirmAsk: 'Vă rugăm să confirmați că doriți acest lucru.', confirmed: 'Mulțumim. Este confirmat.', invalid: 'Acest link nu este valabil sau nu mai este valabil.', saidNo: 'Ați spus nu după trimiterea acestui link, iar acest răspuns rămâne valabil. Dacă doriți să acceptați, înscrieți-vă din nou.',
  },
  sk: {
    title: 'Vaše voľby súkromia', intro: 'Tu vidíte, čo ste odpovedali, môžete to zmeniť a stiahnuť si doklad o každej odpovedi.', subject: 'Číslo vášho súhlasu', show: 'Zobraziť moje voľby', history: 'Čo ste odpovedali', none: 'Zatiaľ žiadna odpoveď.', save: 'Uložiť voľbu',
    saved: 'Vaša voľba je uložená.', receipt: 'Stiahnuť doklad', yes: 'Áno', no: 'Nie', always: 'Vždy zapnuté', stop: 'Ukončiť tieto e-maily', stopAsk: 'Chcete to prestať dostávať?', stopped: 'Hotovo. Už to nebudete dostávať.',
    confirm: 'Potvrdiť', confirmAsk: 'Potvrďte, prosím, že to chcete.', confirmed: 'Ďakujeme. Je to potvrdené.', invalid: 'Tento odkaz nie je platný alebo už neplatí.', saidNo: 'Po odoslaní tohto odkazu ste povedali nie a to platí. Ak chcete súhlasiť, prihláste sa znova.',
  },
  sl: {
    title: 'Vaše izbire zasebnosti', intro: 'Tu vidite, kaj ste odgovorili, lahko to spremenite in prenesete dokazilo o vsakem odgovoru.', subject: 'Številka vaše privolitve', show: 'Pokaži moje izbire', history: 'Kaj ste odgovorili', none: 'Odgovorov še ni.', save: 'Shrani izbiro',
    saved: 'Vaša izbira je shranjena.', receipt: 'Prenesi potrdilo', yes: 'Da', no: 'Ne', always: 'Vedno vklopljeno', stop: 'Ustavi ta e-poštna sporočila', stopAsk: 'Ali tega ne želite več prejemati?', stopped: 'Končano. Tega ne boste več prejemali.',
    confirm: 'Potrdi', confirmAsk: 'Potrdite, da to želite.', confirmed: 'Hvala. Potrjeno je.', invalid: 'Ta povezava ni veljavna ali ne velja več.', saidNo: 'Po pošiljanju te povezave ste rekli ne in to velja. Če želite soglašati, se prijavite znova.',
  },
  sv: {
    title: 'Dina integritetsval', intro: 'Här ser du vad du har svarat, kan ändra det och ladda ner beviset för varje svar.', subject: 'Ditt samtyckesnummer', show: 'Visa mina val', history: 'Vad du har svarat', none: 'Inget har besvarats ännu.', save: 'Spara val',
    saved: 'Ditt val är sparat.', receipt: 'Ladda ner kvitto', yes: 'Ja', no: 'Nej', always: 'Alltid på', stop: 'Avsluta dessa e-brev', stopAsk: 'Vill du sluta få detta?', stopped: 'Klart. Du får inte detta längre.',
    confirm: 'Bekräfta', confirmAsk: 'Bekräfta att du vill detta.', confirmed: 'Tack. Det är bekräftat.', invalid: 'Den här länken är inte giltig, eller inte längre.', saidNo: 'Du har sagt nej efter att länken skickades, och det gäller. Vill du säga ja, anmäl dig på nytt.',
  },
  nb: {
    title: 'Dine personvernvalg', intro: 'Her ser du hva du har svart, kan endre det og laste ned beviset for hvert svar.', subject: 'Samtykkenummeret ditt', show: 'Vis valgene mine', history: 'Hva du svarte', none: 'Ingenting er besvart ennå.', save: 'Lagre valg',
    saved: 'Valget ditt er lagret.', receipt: 'Last ned kvittering', yes: 'Ja', no: 'Nei', always: 'Alltid på', stop: 'Stopp disse e-postene', stopAsk: 'Vil du slutte å motta dette?', stopped: 'Ferdig. Du mottar ikke dette lenger.',
    confirm: 'Bekreft', confirmAsk: 'Bekreft at du ønsker dette.', confirmed: 'Takk. Det er bekreftet.', invalid: 'Denne lenken er ikke gyldig, eller ikke lenger.', saidNo: 'Du har sagt nei etter at lenken ble sendt, og det gjelder. Vil du si ja, melder du deg på igjen.',
  },
  is: {
    title: 'Persónuverndarval þitt', intro: 'Hér sérðu hverju þú hefur svarað, getur breytt því og sótt sönnun fyrir hverju svari.', subject: 'Samþykkisnúmer þitt', show: 'Sýna val mitt', history: 'Svör þín', none: 'Engu hefur verið svarað enn.', save: 'Vista val',
    saved: 'Val þitt hefur verið vistað.', receipt: 'Sækja kvittun', yes: 'Já', no: 'Nei', always: 'Alltaf á', stop: 'Hætta þessum tölvupósti', stopAsk: 'Viltu hætta að fá þetta?', stopped: 'Búið. Þú færð þetta ekki framar.',
    confirm: 'Staðfesta', confirmAsk: 'Vinsamlegast staðfestu að þú viljir þetta.', confirmed: 'Takk. Það er staðfest.', invalid: 'Þessi tengill er ekki gildur, eða ekki lengur.', saidNo: 'Þú hefur sagt nei eftir að tengillinn var sendur og það gildir. Ef þú vilt samþykkja skaltu skrá þig aftur.',
  },
  tr: {
    title: 'Gizlilik tercihleriniz', intro: 'Burada ne yanıt verdiğinizi görebilir, değiştirebilir ve her yanıtın kanıtını indirebilirsiniz.', subject: 'Onay numaranız', show: 'Tercihlerimi göster', history: 'Yanıtlarınız', none: 'Henüz yanıt verilmedi.', save: 'Tercihi kaydet',
    saved: 'Tercihiniz kaydedildi.', receipt: 'Belgeyi indir', yes: 'Evet', no: 'Hayır', always: 'Her zaman açık', stop: 'Bu e-postaları durdur', stopAsk: 'Bunu artık almak istemiyor musunuz?', stopped: 'Tamam. Bunu artık almayacaksınız.',
    confirm: 'Onayla', confirmAsk: 'Lütfen bunu istediğinizi onaylayın.', confirmed: 'Teşekkürler. Onaylandı.', invalid: 'Bu bağlantı geçerli değil veya artık geçerli değil.', saidNo: 'Bu bağlantı gönderildikten sonra hayır dediniz ve bu geçerlidir. Kabul etmek isterseniz yeniden kaydolun.',
  },
  uk: {
    title: 'Ваш вибір щодо приватності', intro: 'Тут ви бачите, що відповіли, можете це змінити й завантажити підтвердження кожної відповіді.', subject: 'Номер вашої згоди', show: 'Показати мій вибір', history: 'Що ви відповіли', none: 'Відповідей ще немає.', save: 'Зберегти вибір',
    saved: 'Ваш вибір збережено.', receipt: 'Завантажити підтвердження', yes: 'Так', no: 'Ні', always: 'Завжди увімкнено', stop: 'Припинити ці листи', stopAsk: 'Бажаєте більше цього не отримувати?', stopped: 'Готово. Ви більше цього не отримуватимете.',
    confirm: 'Підтвердити', confirmAsk: 'Підтвердьте, що ви цього хочете.', confirmed: 'Дякуємо. Підтверджено.', invalid: 'Це посилання недійсне або вже недійсне.', saidNo: 'Після надсилання цього посилання ви сказали «ні», і це чинне. Якщо хочете погодитися, підпишіться знову.',
  },
  ca: {
    title: 'Les vostres opcions de privadesa', intro: 'Aquí veieu què heu respost, ho podeu canviar i descarregar la prova de cada resposta.', subject: 'El vostre número de consentiment', show: 'Mostra les meves opcions', history: 'Què heu respost', none: 'Encara no hi ha cap resposta.', save: 'Desa l’elecció',
    saved: 'La vostra elecció s’ha desat.', receipt: 'Descarrega el rebut', yes: 'Sí', no: 'No', always: 'Sempre actiu', stop: 'Deixa de rebre aquests correus', stopAsk: 'Voleu deixar de rebre això?', stopped: 'Fet. Ja no ho rebreu més.',
    confirm: 'Confirma', confirmAsk: 'Confirmeu que ho voleu.', confirmed: 'Gràcies. Està confirmat.', invalid: 'Aquest enllaç no és vàlid, o ja no ho és.', saidNo: 'Heu dit que no després que s’enviés aquest enllaç, i això és el que val. Per acceptar, inscriviu-vos de nou.',
  },
};
