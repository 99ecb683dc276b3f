//! Which four bytes in a row are common in text and code: looking for a literal costs wherever they
//! stand that it is looked for by.

use super::rarity::KEY;

/// How many are known, and how many of them are given the same share.
const COUNT: usize = 4096;
const OF_A_SHARE: usize = 64;

/// The commonest, by which literals are sorted into buckets.
pub(super) const COMMONEST: usize = 1024;

/// Some of the commonest, a bit each.
pub(super) type Grams = [u64; COMMONEST / OF_A_SHARE];

/// All of them, in small letters, the commonest first. Written by `benches/grams.rs`.
#[rustfmt::skip]
static GRAMS: &[u8; KEY * COUNT] = b"\
    \x20   \n   ,\n  tion\",\n \t\t\t\t   \" the;\n  the thistype{\n   {\n \": \"turn\
    eturretu   }self\n\t\t\tmentctioname);\n \n  \"porthis.cons  //)\n  urn \
    \x20  /\n\n  atioion ) {\n con if  0, onsting funcions to    i retunct\
    ncti thi///  for----valu  }\ncomp, 0,:\n     rptio0, 0 ///http sel\
    aluesionnst for   ifstri of   # ttpsablemodus://tps:  reps:/elf.\
    odulopti in pub duleif (fromringlet and withemen and   sfilepres\
    \x20is cont.\",\nstatprop.comnoderrorerro\npub),\n rustresstringithithu\
    thubcom/ prohub./gitb.co://gub.c//giject}\n   typoperast_ }\n mpor\
    inst defpara   t;\n\t\tassepathimpo0000\'\n  var e =    a_typnstatime\
    ,  # comrateatch # \'   csizedata strarrarequ   ferat   lion_stan\
    ancecode partextitioaramrrayhis lineion(.\n     p(htts = ](htents\
    **** val fun letexposertformobje statestitering_ useimpl   #expr\
    lemebjec   dlass notn th impclasype_ssermpleourcsoururcestar wit\
    \x20exptatither insparsxporefin assversdefi // indesingcommtureted \
    ent truescriuse tartt = lice resessiarserope  \"cread  se  leinte\
    \x20thae\n  ratilengngthengt);\n\tstruatortatenonepertcall\"\n  \', \'ype \
    that   (not init nonfalsalsenull();\n/rusersie thontenot__namrsio\
    e\",\n astssiomatc   epull {\n\t\n\n##(selort equiendetancs this.#  \"s\
    riptcripangeding && resu\", \"truc as eof  -> ust-ructsulthat ====\
    ):\n faulaultdefaesul/pulefau modull/ or {\n\t\tquirting  thuiref th\
    e in  \"aelse) ->ith datedef pendumen]\n  .len be   asated  deight\
    ndexormaflag = p optxpre * @  \"t httence   0ionanterratocratrom \
    ctorub cspec froate rente,\n mbert\",\n add_to_ var_is_chunhunknew \
    \x20falypested_ introm_ newpare;\nputiveatur  cob coof t namertyof a\
    om/r(\n   trutern   vbuilalloannoompinnotame tablclardecl);\n\nnden\
    \x20 \"dare \n///llow(thicharifieecla ===mpil=== only }\n\n => }\n\n _exp\
    ieldteraectisignalizm/ruonale\": dentenerlist */\nons elemtrib_con\
    \x20= sorteode exte },\nenti reqequeokencess},\n e counderibumethreso\
    \'),\n  valse rectramelocktoke\n * arge  },ibut whe;\n\n  fn 0,  _mod\
    ble : 0,_of_ filomprfinearatmut mprebackound  0xthodetho,\n\t\tused\
    atesrted{0}\'the_ elslaraenta});\n\'{0}uildgenelatepackerenase bool\
    ined2 =  2, \tconinfoessowritelf,   )byteert_nceossorntextterepen\
    \x20chaoutp)\n\n tpututpupectfferattrceof_fils\",\n vercase_sta_in_depe\
    \x20de  areamesefertarg err can\n\t * == ///\ncannent_otheache u32orts\
    ense allrn texpe by fere));\nrgetion\"e resupp_proherechanrefe_str\
    \x20an nitied t\t\tcoget_whenvoid mat\t *  = t_be_trac: htlf,  on iali\
    peci patin trite.get   ndencr th argconfs nodires a icenlizes in\
    \x20= \"ion.s\n  t th: {\n   onstrcenslang  })ctedesol out_the32 =: u3\
    ))\n cateovere;\n locairecnumbitemumbeblocsed r =  pre\": {u32 renc\
    d = argsf as]: hecte,\npurmatt in_canchec  \"p_wit) =>ter nera it \
    hashheckentr### iden nod 1, \n###he splicxpechen : __finilagsytes\
    musthang  \"musinbodyfeatpushescr   bng tompa> {\n datninguppoalid\
    ppor;if(s toone * @phe c/\n   supvaliiles || \");\nxten \'{0_or_cati\
    \n## eterntatreatder traneatumbolfieracced toamet set_notsymbymbo\
    arenbaseicatactiargutentractgumergum \"coe of\t\t\tcile platonfirops\
    0}\' () {s\": latilue scoprighall  = nram ecifith_copetempbuffgrou\
    _impuffederiffffher )\n- crearesefielditio th   .regewrapmove pub\
    atte you.staust \tif , 2, \"\"\" whiame_some und  \"\"ate_\n}\n\n });egex\
    sche//  st-lprinnextperarintunti arrt re.expe deould hasplaccond\
    es tnfigmetendereatelace_froarch  \"r//\n er tst bposi-lanleast-la\
    \n  }ons./** e);\n mettemeure solv fixwordatemjson iteulessync_par\
    to tush(uest/   es aleft \"rechemplem@typsitielf)inpudistnputques\
    \x20 pu dis get craaderntimparttainaria tesble_s ancach\t\t\t}  #[n\",\n\
    rser   mntenpile clais._easemetaded * @trele=thiter_ndef_comd in\
    ** @oid randvari  fo  \"f = f othslicnts   \"i = che `()\n  anycces\
    appesideolvehaverouprunt(comn inmakeintocludtialnline to_forest \
    \"\"\"\n @ty, there  \"dence )) {== \"\n```\t\tif   w@parremoload_decr\",\n\
    \x20 \"o rea.val_valurnsort_, anseriositspac  \"e nulbtrftrfsrfs_mode\
    rns inclore ,thirange foigin @paion:ert can nclu obj} elt islean\
    stalang/\n\n-  usi, costylally\t\t}\nommart_erialile_= seprovernat\n  \
    has_.pus// tprot linam {copyult ectocolotory pa.se ihandmarkeria\
    ampleven\t}\n\tpacetyleor tand_is ncifiertipingntry cale isn = inli\
    erivill tchee_0_fixeriveon iwillt_bee stor ator ers \t/**on t= pr\
    ount btr repnary}fund thed b ([#he pt_eqone,e:\n enamemovrepred i\
    t coativforedebuhinglect_eq!eq!( key_clasageeveringstch lude_def\
    \x20= rbuteebugreplt ofule_headicalsafeevelaticect eplalter  exters\
    ing\"st_s.namackamandroto.proransworktriclones of_optles  __u2, 2\
    appl pri som// arn nis a.conize   } ordeing(ckagion,id 0  (0ed a\
    descode.lues(astencyhichwhicnableade, pacept a s pos{let_all   1\
    ypeoall_tifie preleautio cas```\n trang antaiando (0x*/\n\t{retproj\
    ::ne\"typits  dep = 0peofausethro codg th\t\t\ticlon_an_ desrderkage\
    pdatondi){re(),  makirstooleventrojefirsmman],\n   fntes ttrihtml\
    prive {\nleveupdaoleaon a ind wilusiz_use \\\"{ect_hemaons_empl64,\n\
    ] = videhe f:newassirivarrow bitmplaontreser  paode( } ekindadd \
    }\n\t\ton oexamode_t btine , fuany ivatonveout longntifue;\nserv_has\
    iblexampchese a glob= pauld s arlf._/comive ointconvops.onta run\
    \x20rel we  incpe {  (\'pyo3/**\nror(ignacurr nums reixed= res) {.\n\n#\
    est__nod\"\"\n ocat\ndefs_nofindnt\",lse,ich treanver. thpoinfor_s fo\
    ent\"ion)_int  stto a \"tyinal_patt todocuput.cumeocumyou ass eral\
    red  perpatts dee pa, se   \'_dirnew(es = extmparrovi genenteame)\
    \x20spebindurrehe rtiesstrelinkd_intendessa mut_res soue an lencoun\
    \t\treype.e) {/ th shondinovid(nod exa){leartiepre;retset_vertuse_\
    \x20 - lowerrenset indirootificer, d bynditprefet m lisetchust_, re\
    4\": _onlsor)breanal } */nly_ndle = 1nly 8\": nd `   &ing.vatetrai\
    \x20  |reak` an.par wororig booass_d\",\nned ojecraphs.lee ife ==grap\
    is iutil dec_refme =iablnati bui0\":  = [n_ty\nconddedent.&mutadde\
    ectsensienabdocsandl_arrlitees, gth main1\": uct gmenule    2\nimp\
    \n/**d\n   chu regt belibcthonream2\": ythobitsn see caate:\")\n each\
    \x20\"in onl no st_b  pr.hase se uniexceinesed_ipythe no6\":  bytenum\
    he a 3, ndomf (!prociler5\": n re=> {   :corecaus9\": \n// on\", \"ca\
    \x20\"pr\t\t\t/(\n\t\t, noype: rem, 1,{1}\'on()thinaracoffse_cosed_for(enco\
    3\": lingssig = aasyn_key) reed =fetcon, .is_fsetame, copbinar in\
    int(riab cheing,4,\nparroleteffseomme_andaddiend hile lic-rs/.opt\
    whil \"th\\n  pilaate.ppinror  0x1\'{1}e)\n {varo deh th7\": enci, in\
    ub f musquen::frata _arg\tretackertier);\n att  \"gn\n   endembehelp\
    )reterminsiole, dictlly st s  noctivess e usr\n  ntinse cse, :fro\
    s isart estand t_errrors dirntri.\n\n membrn sas at);\neforancht se\
    sentlobate::ext sequion\nhe lrest){varaise_1_e_inobalub sotypies \
    kingascrries oneistr_mustenssibl  eltotyemptmmentack\"con \'{1y = \
    se tototboun_fun   *lf) t_re;\n}\nstemstra timolor_binlicih = erve\
    refirary  \"bake_term = mrty_ }\n}alleure_\r\n  stac}\n}\n\t// t mufix \
    the\nin ame,  feaaise \"doset(stor = (g/list cidatary eerr\n\ndeolum\
    r cothanxcep(e,tg =  sernt, ive(t_coed, on:  ele_0_i mapinar wri\
    chine exlicavisineed refor (ldericit\": [systbut ead ures but rus\
    \x20bashe d   uautoyste&selncodst-p// ` opedoese_nocolu, \'mmess, st\
    _symwaitlumndeco// # tarulti\t\tthscal \'m\'  \"u = d  inioneles_= no\
    ath. apphe mse {quot clo acc.def };\n: \"ilikeed ftant.orgilat_usi\
    t fomorernalopenshouhrows coecon = ber\",m\', \nusenval   3_siznatu\
    houlre ier =ssiby\",\n\t\t\tr)\n\n#n\": ing\nhis_bilimultf) - \"exssag[\n  \
    llba.setle tearcr) { pytis_nap()e diappiocalsearray(\n\t\tc_u64-phf\
    ses er ilaster at,\n t-phfilt)]\n or into ngle_met !==knowe_paphf/\
    ng iead_  caent(\n\nthy thnotauperiltese,\nkeywate(yworcargeywoesen\
    \"{0}estr a p 4, izert_ton co   - (co_set!== }\\\" espae vas.\n\ninva\
    ise age se shara1, 1rn fe_anargo\'m\',imitt();  \"nwarn   4e_ofbuti\
    \x20 )\ntaturictatusnwra fla so \tthi subunwrget matiitiae mope =\t\t/*\
    uctores t pa(valn ofuginplug colppli, dewher  && a che tone)y\n  \
    lbac/lib: \"\' exce_naint fica\t\t//actempty   _n a e_ree fi syslugi\
    : \"an an{0}\\ace_ \"st, 4,0}\\\"efixprevome(are_n isextr tipes it no\
    \x20itsontiowed locuser: st(con1,  len(0,\n 0001e arn\'t sett \"pasupe\
    mplitree_obj \"un at he bime ter(uoteot_ballbave_ave \\\"{0thou_ext\
    : 1,nce_onserue) entntegizedn toon =st_cunic`\n     5 \"on_cha= th\
    _indbecaif tchil \"fi: fahildis cs);\necaurocerespng, issuilit hav\
    n de_prignat\t\t\t)dispciesilen, so=nulath e ma);\n}ecor infst a};\n\n\
    \x20buf`rusorta());befot deared thr.bodmodindarprecour e li nexreme\
    s_innts./ # ssinrigi doctipo mems.\n rninide_  maseleext(nciel = \
    org/or ct st mayef _ame:odifis tadd_ice(cter=voight et t \"noette\
    missor `t master.unwor_i pac \"ge.end0-\\uth t= 0;er oin_tat tssue\
    b fndelerue;iste\n- aode)/pyonnerrue,me:  /* gth;t_fihookll/1erde\
    ne,\ntalls.stlityn be{if(subse_st eve_assultsfiedet r[cfgity map(\
    librruleientt_inver get(fectult_es: eldsng/lzeroe_motems]\npus wi\
    repospliniconcesome itte crees o/doc  \"l \"more tre apassyo3/led \
    reco#[cfed w.addype\" pastaleubliis.stadahe nxtratimilue)#[debrar\
    ibraed_totatwalk, whnt =lse;u64,nownis.eiredize(etadde iicoder()\
    ent,isitmemoen te.\n  corlenaeval(n,t tokllocthenpesc];\n p = // s\
    [deror, publtor_closb stiptitorede t_tok, or finigno 202s on fir\
    ollerypt) ==ple ramsstinist itho\"prodef_\n\t}\nect.e_degnort cacryp\
    ffecule.oces sizhas e unetimelec ```threloatit irow ts tse aipt_\
    \x20wasordsfloa/\n\t\tth =e\", f (t,\n}\nconnt) {ne, \nthe see};\n te tts =\
    ://d (th  : le\",spanespos:\n an_o__u6t_exber synterabunsa\n\n``hout\
    \x20= irounrablgintnsafttinon f_thiandasolun mahe ijavammmmst fjoin\
    \"str_verent)e tynow nore_flaspone itrendes.\n_scocan_ace _iteapac\
    \',\n ory t_haases_cal is_eparack rap(endsor ens a mort;\n tly n tr\
    corr: \"l \"an// l: \"n \"sehe edifiacrorce ngeduenc.argkeyscfg(``\n\n\
    (pro#[in nowabellimifullrace(&se\n\t\t}= faaddr;\n\t}ue, - adtors: tr\
    poss\"theppen.to_ed_a = oench_wheolloet sing:fram\n#[dvascull ommi\
    ]\n#[adatcked\"getif sed oissiorremmit, bunnec() =_datavase;\n\t do \
    ){ifimest anr deon\":edefe wiest..opese;\nt_de, 0xis r_mozire( @re\
    ))\n- unslue:onneafte= nemay ages_varbenclabequal)\n\t\tmpater::dom_\
    awaist r - 2ot_aimiz 0;\nbledskipfollt_sy  * to cth, @retite_ut s\
    all(mapp\n\n/*`, `failn    sinexisrts o3/p.int inpxist\"domr ofptim\
    \"),\nolut= trto `)]\np// i#### fiehe o(e){blesr tohen_colltforr a \
    n fan() bigist oibc/ oveestsswit  funste synis serin, {\nemitdest\
    \x20 };on.\n = 2an eraitred_n asame\"[inl ran neetege* @r_accatomreac\
    one:e neto bstea==vo(funetti libynta\n\t\t/)\n\n\n{strns {_colfouns.en\
    \t\t\tt \"ma(expa co_havfactfter  arif nt limes r\": ntax_lens.puace(\
    \n\n//om/p bod= unin s raiet ied\n\ncturor);n ne, mae, tt a innerty \
    urat= cos.io.htm {st minarnian a` isclea;\n\n/\n\n\t\tnectck_sor m\nfro\
    e orategrelamespone\nn nopy, unksitor.pat curocs.ns tbstrteadples\
    c/pue();s.rsd oncora try).unelett_caan iide key r relue_d_tond a\
    progompl)]\n#- 20cing: \"dor sipo a = e.\n\n_getll/4or =effe\n\n\ndto s\
    nd =escaegerput re =tomi-\\u0in_amacrdiff_ret.typtinuant o cole =\
    \x20dele ens_usser d,\n }\n\n\trollf (i\t}\n\npe_ao res_tourn_   hed.\nif(!\
    \x20sch \"sotes.derstry_nmenntrogicaor\",\"],\n//donce((pattem eric## [\
    ypedue = symst iepr(ansfplitlowsf (ssureer: ng = doeesse\"../ \"ad\
    \"add secier_poseched   ]amedngesd fo autnts_ect(uintts a: [\"of `\
    _realablnapiblic  ou())\n.forp(); iniis_uossides 0_ismpl .io/same\
    ))\n\n/cra**\n\t  ) e alsted_iniacto(name(as` topromwidtowinscapingl\
    __leags .as_ fol3,  idth ide2,  playst t: \"sbc/plaret arxterinin\
    nsidn_in_inf seaath,s)\n .mapor) afe  un try ed `ult<inueansied_w\
    `](hs uss_orritye as1}\' /nixmaskddit  trs,\n \"comove simpcordcs.r\
    / ``nfor  raor oom_vlinuraciy\": disacros_areinuxd wi recnt t\t */\
    e_toom twind);ree, sdom/utesror:ts,  = e// cd ret\": d ofid:  a n\
    \nfun [\n 4, 4d betchisfor usa bace(coe chces \t);\ncaleind_er_code,\
    .rep   {unknr exetyp actmetrait hrea= maeredadin __luplef = perf\
    : \"ea deelf s.exigurto recur &muet a*\n *estethes max `re/ le abo\
    \x20se capeend(een _inssee  deticagle idete\"soue im {0}dere(varrn e\
    s_ree_exl\",\nive_std:ll bnds es\n ize_yielatetng o.0.0incoven  man\
    ng\",concnormf no a ` la  texs prext_.arrntedto_aon s  enmeansabl\
    ed: ame( cacltip]);\n\"cannd i logata_is.oe clst mo beowerist_n pa\
    ar a,t){an bs_co(argberso a  plat wie_thequa_num_req_blole\":d co\
    e_tytd::sect.erromic a f breestiue\n _vk_m_vkat irmaltuplkense(de\
    , clse:\nface);if(),\nf (prmin ordnded.rs/agics wheld on(e/\n//ar i\
    \x20\"ch_signg calsofigu)),\nalia\t\t); tabr,\n  = lyourt_tysets offtfla\
    a\",\nreca vec**\n rtinto dshorscone)]\n>\n  dex age_lt =```rde, lias\
    .keyhort blo// reporwing.itelose//\n/lue._incif(ter crn rrt =e so\
    of cd anmit esou  tyteris.pas_aroughfreeine]s/puommonknos be \"a_\
    etaif se  {\ntailelats.op``ruis.cgetrers_ainsare/rse_t ha updon c\
    n_a_isab, exnew_y in.\n-  \"di_preend_veryy, c;let\n- `lida, vagina\
    \x20han coupandidedmmone_a__butgive */ nsfoinatock_asicminillecain \
    .lefst p, asers.ildest_natfot_noonsorediauthet e )\n st_de.\",= de\
    ing)\n\t/*::relatf(staes\":[reperfoon (romiabilrfor(typwaysust\nisin\
    \x20\"enterf\nthimizes.corce\"ovedte aest(or dor(\" sammediregiindosock\
    rapp_byt  wippergexped st_alr as encce\":sharion/ carne]\n.\n *  ch\
    en_t(parranc \"ap @prbut_e_us\n\n* ipleular di )}fu-\\udbug es\",es.i\
    \"explighumerabordeseon::= nu  wh sha\n  -tipl (no#[reto_m a berse\
    \'.\",acinonenlookdeproldee lane:\n: seble(: 2, = {_speame.flowduce\
    ar tan_i_matusessoleartsculake_nracksues),thlf.a bine]\n lesstrie\
    t prsito;var stdxt()  \"hs caept  (\n lf.e: \"p.appt_std ason wdrop\
    getsaths enaert!rt!(n_ths.gendow   [e becheris pth able.lse:d\n- \
    und ons, heape_oons)gger += page\n}\n# apiger lledrideber_iresn_to\
    lf.lepti`.\n lf.ced\n en()toolpach\n\n#[wasmt.prolonbortnt iof s  \"w\
    \x20simnse ompot_ma\t\t *branche t exon_iiven_mem alsalwaull,ect\"r_is\
    erfae sag\",\nmiselse)ed\n-.posalte;\n\n\ts li(0x1he\n lway warinse32,\n\
    \x20(se{typtica\nvar\n\nimomise \'{exec, 3,m thed_ccket\n\t\tt\"app}\n#[rom(\
    l beon d\n#[r== nlowinoten exs;\n mergate\"lf.rtic   \"v  opy ofeset\
    lid erge&& !t_arc = ll/2- repes antire(\"his,ng s macray.sort  ||\
    ach to puctu.lin \"teortimittis_ste\",nsolput)e_ismay_was atinecat\
    nal_ent: a dorshub tomat\nfn \n\t\tis or\n\n# unit  fiexplitche naaine\
    ken(\\u00t, s_thastr,of_a= stutedomputecteed zatis_derue\nerrist_a\
    e dole_t_youe tees() (ison\n o inn.\",hodsmputo usints 1;\nlesybitf\
    patietrak_scizats_a_, firkerce, \",\n\tild \"namstr(ite / re lefo no\
    \x20loo/ asd);\nitfle):\nn st deritivf\n   \"liindg temse pper , arlow_\
    max_g\n  opy,zone: \"oe, aate)codived annen_ex \"nae ond_na giv a l\
    t)\n es fe suiana = _tandmit/f (cnd o## cecod.\n// oriserd \"imirem\
    ike minaas_oaste #[ihese\"imptch_a pr urldef.ops)e haodin_atttake\
    m = emor 0xf0.1.ues ustopyte, trf (n> reps) e_dion pary_gett(deb\
    ing}st eed\",t\'s dgent itler sor.*/\n\n \"\'{oin(viewpe: \")]\nve(d sig\
    \": f  \"_rowss_anpe\":\"parzionose ath)igitr andigissete poore:is m\
    hes : 3,re d\n//!ndgeind _fin\"funlogg*\n\t atriong an_aborser) to i\
    rnat.indext.ize:lutimoryt_ofelf:learsplacust to_diagurin.filce t\
    ustitegoar e.slide(aynamsses sucstomncho@prodownpr(cons:rchit_as\
    usaghon one(\"keyque rfac faiegat  neat an;\n puteg todlerverr0.2.\
    ncat\n */(defatibst_o0, 1ast .tokf coy ren_0_y toemapif iine_is f\
    .fro] - ue: curslign est a r.rigg a anditilsbe aown urn;wiseutom\
    _sidor put tult.ts o= []_950u000ess_-> snallst nithetomae.exonsi\
    rn c debinerd\n\n-(errethehan _loce crdiscme_1oredarke_outart_;for\
    ors hod  gro({\n e_pr dicn fo` inle64s.inmutaadd(e(se leaed_btrip\
    : \"^_951d 0)mage_bitaligode\"\")) t.\n  heln_onn(se])\n ow n_le6\n\t//\
    to u_a_tes nchorrogr >=  a med)  bignestns =nenten anumeodesegor\
    ve_a 0,\nned_\n- [ spaclap_lin invng\n s_thipt ooksrst , opasedin c\
    n itt alt_thre::s ast {\nantst valf.sas_ane)] = veoutw neons\"or: \
    \x20 \"klizaen icatc \"bones ::co_rep mesaint.chaes wfinaied e,t)act_\
    tor.trolch aolatalaridern ung inrn ages s_ca sco [0.(n){s.hapeer\
    haree() e(\"..tesof_tier num_e: u# chwebpue,\nse\n .caliledisplas_s\
    \";\n : bol\n  ar rctly \"svr.\",_on_pes_(opt\"moda rerridtheyonceoade\
    ;\nco renody a pafragvel heme que!==vs ition<\"\'{0nge rn_te\n\n o_mo\
    ng fgs =ype( liky_0_\"chang_t_as_int_e64,pplycagi {\npake rt ft r=\
    on_treasle: o \'{st, n_stlso ns, you_ope tor)) &&tr, d;\n ng_pbpac\
    ebpa_mutn caons\n \"_0.str\"_0_ons/e_cane\n ed ca.arf __ rigiffeisti\
    pe:\"bug,t_imr_caendieproperm.\n*  mulwhat `py_it_.joieithragm\"obj\
    rcodrman.pricial.0\",/issibilr_0_der_\n* [es_a)?;\nf a son r)\n ch =\
    \x20...pa.aost g, cildir isttedets {\npung} s, ae,\n\tbe_uby tlen tten\
    er\n om/gppedacesize,nd: hat_y_betualerreis e\"filput_rodu \"kesive\
    # [0ts\",\n\tco.rest { ug, gistponsray  \"arnser poi\nclarianew aorit\
    espeis_eata.  un/bit==nuo se stois din `_mayan o\n- foduche gows \
    se os alde =rt tter.\"extis_ateti_mapimum ok(nd::d) {sinsller #[c\
    dicapletf teimaldeta_idea std a nie y der:\n  ([`: usdd `ignef/ru\
    hf/rld bde aar nt fise \"y co nom\"boo, it2;\nput a== 0or f: thd_co\
    _ove_addpliede_et_pr1, 2gura trelow host`]: or b bout_moysta_u32\
    oes lvedf/concy d_wi\"svg = une()is, avaivail () \"setponevicer (c\
    hf/c[stret o.reates/re negiswed_om/non(s stye lepersd.\n er.\ns\"\n \
    a_ty(&mun);\nlse\n  | {parsegmn arnt: : \"tainii = has(key:e whjust\
    lf.bon m\"desaterll/3_becer e- fihod_t us devediale a 201r(vaore_\
    t mo\n\t\trhe uory\"}\n\n/int:reviockss exve t_bui## f(datplaiort(aila\
    \x20rede_arto_seak;ng() \"splainles.stenef tbit imeople_(strpedern;\n\
    s.reudioype,s.to// wegmeif aen sndic` fo: reize)``\n ve ax = loop\
";

/// At how many places of text each of 64 stands; likewise.
const SHARES: [f64; COUNT / OF_A_SHARE] = [
    2.3e-3, 5.5e-4, 3.8e-4, 3.1e-4, 2.7e-4, 2.4e-4, 2.1e-4, 1.9e-4, 1.8e-4, 1.6e-4, 1.5e-4, 1.4e-4,
    1.3e-4, 1.3e-4, 1.2e-4, 1.1e-4, 1.1e-4, 1.0e-4, 9.9e-5, 9.5e-5, 9.0e-5, 8.7e-5, 8.4e-5, 8.1e-5,
    7.8e-5, 7.6e-5, 7.3e-5, 7.1e-5, 6.9e-5, 6.8e-5, 6.6e-5, 6.4e-5, 6.3e-5, 6.1e-5, 6.0e-5, 5.8e-5,
    5.7e-5, 5.5e-5, 5.4e-5, 5.3e-5, 5.2e-5, 5.0e-5, 4.9e-5, 4.9e-5, 4.8e-5, 4.7e-5, 4.6e-5, 4.5e-5,
    4.4e-5, 4.3e-5, 4.2e-5, 4.2e-5, 4.1e-5, 4.0e-5, 4.0e-5, 3.9e-5, 3.9e-5, 3.8e-5, 3.7e-5, 3.7e-5,
    3.6e-5, 3.5e-5, 3.5e-5, 3.4e-5,
];

/// Each of them, and at how many places it stands.
pub(super) fn all() -> impl Iterator<Item = ([u8; KEY], f64)> {
    let (grams, _) = GRAMS.as_chunks::<KEY>();
    grams.iter().copied().zip(SHARES.iter().flat_map(|&share| [share; OF_A_SHARE]))
}

/// At how many places any of some stands.
pub(super) fn share_of_all(grams: &Grams) -> f64 {
    let shares = grams.iter().zip(SHARES);
    shares.map(|(some, share)| f64::from(some.count_ones()) * share).sum()
}
