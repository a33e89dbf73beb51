/** The whole manual of the command line, as `avouch help` prints it. */
export const usage = `avouch — evidence that anybody can verify

  avouch start [--port N] [--data DIR]      run the server until it is stopped
  avouch connect CONNECTOR [KEY=VALUE …]    connect a source and read it
  avouch collect [DIR]                      read every source now; in a folder with a git repository and
                                            no server, read the repository into ./.avouch and show the standing
  avouch status [CONTROL]                   where the company stands, or one control
  avouch report [--as-of DAY] [--out DIR]   compose a Type I readiness package: PDF, DOCX, HTML
  avouch bundle [--as-of DAY] [--out FILE]  the package with every proof, as one file that verifies offline
  avouch verify FILE                        check a bundle, a consent receipt or certificate of erasure
                                            (.json), or a .tlog-proof with
                                            --entry FILE; needs no server
  avouch witness --folder DIR --log KEY     run a witness of somebody else's ledger
  avouch datamap discover [SYSTEM=]ADDRESS … propose avouch.datamap.yaml from a store; nothing leaves this machine
  avouch datamap check [SYSTEM=]ADDRESS …   compare the map with the stores; for your own CI
  avouch datamap accept NAME … | --all      take proposals as right, after you have looked at them
  avouch datamap extract --from SYSTEM=ADDRESS --people N
                                            a part of a database for development, pseudonymised by the map
  avouch datamap schema                     the JSON Schema of the file, for editors
  avouch datamap push | pull                the file to the server, or the server's into the file
  avouch request list | show ID             what people asked, and how it stands; ID or reference
  avouch request new RIGHT …                take in a request that came by letter or telephone
  avouch request identify | approve | run ID  say who asks; approve the plan; carry it out, or go on
  avouch request answer | certificate ID    the answer as a ZIP; the certificate of a closed erasure
  avouch request replay                     after a restored backup: erase again who was erased
  avouch rebuild                            fold the ledger again and compare every table
  avouch help                               this page

Everywhere
  --json          print the answer as JSON
  --data DIR      the data folder (default: ./data of the installation, or ./.avouch when it is there)
  --server URL    a server elsewhere; AVOUCH_TOKEN holds the token
  --org ID        the organisation, when there are several

connect
  --name TEXT     what to call the source
  --every MIN     minutes between reads (default 60; 0 reads only when asked)
  KEY=VALUE       a setting; KEY=@FILE hands in a file; secrets are asked for, or read from AVOUCH_SECRET_<KEY>
  avouch connect  alone lists the connectors and what they ask

verify
  --key KEY       the ledger's verifier key as you got it from elsewhere
  --policy FILE   a tlog-policy: keys of the log and its witnesses, and the quorum
  --entry FILE    the entry that a .tlog-proof is about
  --reference R   the reference that you got for your request, for a certificate of erasure

witness
  --port N        where to listen (default 4500)    --name NAME  the witness's own name

datamap
  ADDRESS         postgres://USER@HOST/DATABASE, mariadb://…, mongodb://…, sqlite:FILE, csv:FOLDER; the password stands
                  in the address or in AVOUCH_SECRET_PASSWORD
  --file FILE     the map (default avouch.datamap.yaml)
  --rows N        rows of each place that discover looks at (default 200; 0 judges by names alone)
  --url SYSTEM=ADDRESS   another way to name a store for check; give it once for each
  --github        what check found as annotations of GitHub Actions

datamap extract
  --people N      so many of each kind of people, by chance    --who KIND.KEY=VALUE  or people whom you name
  --to ADDRESS    an empty database of the same schema, or csv:FOLDER    --write  writes; without it, a look only
  --quasi PLACE.FIELD,…  --sensitive PLACE.FIELD   tells how well rows hide among each other (k-anonymity, l-diversity)
  --allow PLACE.FIELD    a column in which what is personal elsewhere may stand
  AVOUCH_EXTRACT_KEY     64 hexadecimal digits that give the same pseudonyms again, in other stores too

request
  --mail ADDRESS, --name NAME   of who asks, for new        --all        list those that are over too
  --key KEY=VALUE --reason TEXT how who asks is known, for identify
  --out FILE      where answer and certificate are written

Exit codes: 0 done, 1 refused or failed, 2 wrong use, 3 verification failed.
`;
