import type { CentreWords } from '../words.ts';

export const en: CentreWords = {
  language: 'en', name: 'English', skip: 'Skip to the content', required: 'required', footer: 'Responsible for this data', languages: 'Language',
  rights: {
    access: { title: 'Get a copy of my data', text: 'What we hold about you, why, from where, who gets it and for how long.' },
    rectification: { title: 'Have my data put right', text: 'Tell us what is wrong and how it should be.' },
    erasure: { title: 'Have my data erased', text: 'We erase what no law or other right makes us keep, and tell you what is kept and until when.' },
    restriction: { title: 'Have use of my data restricted', text: 'We keep it and do not use it, in the cases that the law names.' },
    portability: { title: 'Take my data elsewhere', text: 'What you gave us, in a form that programs can read.' },
    objection: { title: 'Object to use of my data', text: 'Tell us for what reasons, which arise from your own situation.' },
    marketing: { title: 'No advertising', text: 'We stop using your data for advertising. You need to give no reasons.' },
    human_review: { title: 'Have a decision looked at by a person', text: 'For a decision that a machine made about you alone.' },
    consent: { title: 'Withdraw consent', text: 'It ends from now on, as easily as you gave it.' },
  },
  form: {
    heading: 'Your request', right: 'What do you want?', rightHint: 'Tick one or several. Each gets its own answer, under one reference.', name: 'Your name', mail: 'Your e-mail address', mailHint: 'The one that we know you by, if you have an account with us. We send a code to it.',
    statement: 'Anything that helps us', statementHint: 'For example what is wrong and how it should be. Please send no passwords and no copies of identity cards; if we need more to be sure that it is you, we ask for it.',
    by: 'Who asks?', self: 'I ask for myself', agent: 'I ask for somebody else, with their authority', guardian: 'I have care of the person', authority: 'What shows that you may ask?', authorityHint: 'For example a power of attorney. Only if you ask for somebody else.',
    ground: 'Why is use to be restricted?', groundHint: 'Only if you want that. You may leave it to us to ask you.',
    grounds: { accuracy: 'The data is wrong, and you are to check it', unlawful: 'You use it unlawfully, and I do not want it erased', claims: 'You need it no more, but I need it for my own claims', objection: 'I objected to its use, and that is being weighed' },
    files: 'Files', filesHint: 'Only what we asked you for.', send: 'Send the request', statusLink: 'See how a request stands', closed: 'This privacy centre is closed at the moment.',
  },
  sent: {
    heading: 'Your request is in', text: 'If this address can receive mail, a code is on its way to it. Type the code in, so that we know that the address is yours.',
    keep: 'Keep these two. With them, and only with them, you see how your request stands.', reference: 'Reference', code: 'Your own code', due: 'You get an answer by {due}.', confirm: 'Type in the code from the mail',
  },
  signedIn: {
    as: 'You are signed in at {controller} as {who}, so we know already who asks.', mail: 'Where we write to you', mailHint: 'We send the link to the answer there. You can leave it empty and look at the page about your request instead.',
    sent: 'We know who you are from your account and are at work on it.', refused: 'We could not tell from your account who you are ({why}). Please go back to your account and come here from there again.', over: 'This page was open for too long, or the request was sent already. Please come here from your account again.',
  },
  confirm: { heading: 'Confirm your address', text: 'Type in the reference, and the code from our mail.', reference: 'Reference', code: 'Code from the mail', send: 'Confirm', done: 'Thank you. If the code was right, we are at work on your request.', wrong: 'Reference and code do not go together, or the code is too old.' },
  status: {
    heading: 'How a request stands', several: 'How your requests stand', text: 'Type in your reference, and your own code.', send: 'Show', wrong: 'Reference and code do not go together.', received: 'Received on {day}', due: 'Answer by {day}',
    stages: {
      received: 'We have it. We still have to be sure that it comes from you.', confirm: 'We wait for the code from our mail.', working: 'We are at work on it.', ready: 'The answer is ready.', done: 'It is done.',
      refused: 'We could not do all of it. The reasons are in our letter.', withdrawn: 'You took it back.', closed: 'It is closed.',
    },
    answer: 'The link to the answer is in our mail.', passphrase: 'Passphrase', passphraseText: 'The answer is encrypted. It opens with a passphrase that we show here, once, and nowhere else.', passphraseOnce: 'Write it down now: it is not shown again.',
    passphraseGone: 'The passphrase was shown already. If you do not have it, ask us for a new answer.', certificate: 'Get the certificate', carriedOut: 'Carried out on {day}', ended: 'Ended on {day}', forgotten: 'What named you is destroyed with us since, and with it your own code and all that was found. This is all that we can still tell, by your reference alone.', withdraw: 'Take the request back', withdrawText: 'We then stop working on it.', withdrawn: 'You took the request back.',
  },
  files: {
    proof: 'Show that it is you', proofText: 'We asked you for this:', proofKept: 'Cover everything on it that we did not ask for. We delete it as soon as we have decided, and keep only that we saw it.',
    document: 'Send us a document', documentText: 'Only what helps us with your request. It is kept encrypted with your request and goes with it.', label: 'Files', hint: 'PDF, PNG, JPEG or WebP, up to 5 MB each, four at once.', send: 'Send the files',
    list: 'What you sent', here: 'we have it', gone: 'deleted; we keep only that it was here', done: 'Your files are in.', nothing: 'Choose a file first.', size: '{name} is larger than 5 MB.', type: '{name} is no PDF, PNG, JPEG or WebP.', many: 'Send at most four files at once, and ten in all.', over: 'No further file is taken for this request.',
  },
  answer: { heading: 'Your answer', text: 'The file is encrypted, so that nobody else can read it on the way. You need the passphrase, which the page about your request shows.', how: 'It is an age file (age-encryption.org): open it with a program for such files, for example “age --decrypt”.', get: 'Get the file', gone: 'This link is over, or it was never there. Ask us for a new one.' },
  problem: { heading: 'That did not work', back: 'Back', notFound: 'There is nothing at this address.', tooMany: 'Too many tries from here. Please wait a quarter of an hour.', invalid: 'Something is missing or cannot be read: {what}', failed: 'Something went wrong with us. Please try again later.' },
  mails: {
    confirm: { subject: 'Your code for {controller}', paragraphs: ['Somebody, probably you, asked {controller} for this: {right}.', 'If it was you, type this code in:', '{code}', 'Here:', '{link}', 'Reference: {reference}', 'The code is good for {hours} hours. If it was not you, do nothing: without the code nothing happens with your data.'] },
    ready: { subject: 'Your answer from {controller}', paragraphs: ['On {received} you asked {controller} for this: {right}.', 'The answer is ready. It is encrypted; you get it here until {until}:', '{link}', 'The passphrase is not in this mail. You see it once, with your reference and your own code, here:', '{status}', 'Reference: {reference}'] },
    done: { subject: 'What you asked {controller} for is done', paragraphs: ['On {received} you asked {controller} for this: {right}.', 'It is done.', '{what}', 'You get a certificate, which names nobody and can be checked, here:', '{status}', 'Reference: {reference}', 'If you are not content with it, you may complain to {authority}.'] },
    codeEnds: { subject: 'Your code for {controller} ends soon', paragraphs: ['On {received} somebody, probably you, asked {controller} for this: {right}.', 'We sent a code to this address. It ends on {until}, and without it nothing happens. Type it in here:', '{link}', 'Reference: {reference}', 'If it was not you, do nothing.'] },
    proofWaits: { subject: '{controller} still waits for you', paragraphs: ['On {received} you asked {controller} for this: {right}.', 'To be sure that it was you, we asked you for something more, and it has not come yet. Without it we cannot go on.', 'How it stands:', '{status}', 'Reference: {reference}'] },
    lift: { subject: 'We will use your data again', paragraphs: ['You had asked {controller} to restrict the use of your data.', 'From {day} on we will use it again, for this reason: {reason}'] },
  },
};
