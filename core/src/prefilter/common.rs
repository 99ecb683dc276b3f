//! Which four bytes in a row are common in text and code: looking for a literal costs wherever they
//! stand that it is looked for by.

use super::rarity::KEY;

/// How many are known, and how many of them are given the same share.
const COUNT: usize = 4096;
const OF_A_SHARE: usize = 64;

/// So many of the commonest are enough to sort literals by into buckets.
const COMMONEST: usize = 1024;

/// Some of the commonest, a bit each.
pub(super) type Grams = [u64; COMMONEST / OF_A_SHARE];

/// All of them, in small letters and in order. Written by `benches/grams.rs`, as is what follows.
#[rustfmt::skip]
static GRAMS: &[u8; KEY * COUNT] = b"\
    \t\t\t\t\t\t\t)\t\t\t/\t\t\tc\t\t\ti\t\t\tr\t\t\tt\t\t\t}\t\t *\t\t);\t\t/*\t\t//\t\tco\t\tif\t\tre\t\tth\
    \t\t}\n\t * \t */\t);\n\t/**\t// \tcon\tif \tret\tthi\t}\n\t\t}\n\n\n\t\t\t\n\t\t/\n\t\tc\n\t\ti\
    \n\t\tt\n\t\t}\n\t *\n\t/*\n\t}\n\n\n\t\t\n\n\nd\n\n  \n\n# \n\n##\n\n#[\n\n* \n\n- \n\n/*\n\n//\n\n``\
    \n\nde\n\nim\n\nth\n   \n  \"\n  -\n  }\n * \n## \n###\n#[d\n#[r\n- `\n- a\n/**\n// \
    \n//!\n///\n10.\n172\n192\n```\ncon\ndef\nfn \nfro\nfun\nimp\npub\nthe\nthi\nts=\
    \nuse\nvar\n{\"t\n}\n\n\n}\n#\r\n         \"   #   &   \'   (   )   *   -   .\
    \x20  /   0   1   2   3   4   5   :   [   ]   _   a   b   c   d   e\
    \x20  f   h   i   l   m   n   o   p   r   s   t   u   v   w   {   |\
    \x20  }  \"\"  \"_  \"a  \"b  \"c  \"d  \"e  \"f  \"g  \"h  \"i  \"l  \"m  \"n  \"o\
    \x20 \"p  \"r  \"s  \"t  \"u  \"v  \"w  #   #[  &&  (\'  (0  )\n  )   *   - \
    \x20 //  0x  :   ar  as  ca  ch  co  de  el  en  ex  fi  fn  fo  fu\
    \x20 if  in  le  ma  ne  no  op  ou  pa  pr  pu  ra  re  se  st  th\
    \x20 tr  ty  va  wh  wi  {\n  ||  }\n  }   })  },  }; !== \"\"\" \"\'{ \"a_\
    \x20\"ad \"an \"ap \"ca \"ch \"co \"de \"di \"do \"en \"ex \"fi \"ge \"ht \"im \"in\
    \x20\"li \"ma \"mo \"na \"no \"on \"pa \"po \"pr \"re \"se \"so \"st \"te \"th \"ty\
    \x20\"un # \' #[i &&  &mu \'m\' \'{0 \'{1 (\n  (0x ([# (co (is (kh (no (se\
    \x20(th (x1 )\n  * @ */\n */  +00 +=  - - - 2 - [ - a - b ->  /*  // \
    \x20/// /ap /im /st /us 0,  0;\n 0x1 0xf 1,  1;\n 2,  200 202 3,  304\
    \x204,  404 = \" = ( = 0 = 1 = 2 = [ = _ = a = b = c = d = e = f = i\
    \x20= l = m = n = o = p = r = s = t = { ==  === =>  @pa @pr @re @ty\
    \x20[\n  \\\"{ __l __u ``` `re a ` a b a c a d a f a l a n a p a s abo\
    \x20acc act add all als an  and ann any api app are arg arr as  ass\
    \x20ast at  att aut bac bas be  bin bit blo bod boo bre btr buf bui\
    \x20but by  byt cac cal can car cas cha che chr chu cla clo cod col\
    \x20com con cop cor cou cra cre cur dat de  dec def del dep der des\
    \x20det di  dir dis do  doc doe dur ele els ena enc end ent err eve\
    \x20exa exc exp ext fai fal fea fie fil fin fir fix fla fn  fol for\
    \x20fro fun gec gen get giv han has hav hea htt ide if  imp in  inc\
    \x20ind inf ini inp ins int is  is_ it  ite its key la  lef len let\
    \x20lev lib lic lik lin lis loc log loo mac mak man map mat max may\
    \x20mem met min mod mor msg mus mut nam nee new nex no  nod non not\
    \x20now nul num obj of  off on  one onl ope opt or  ord ori oth out\
    \x20ove pa. pac par pas pat pee per pla pod pos pre pri pro pub pyt\
    \x20rai ran rea rec ref reg rel rem rep req res ret run rus saf sam\
    \x20sch se  sea sec see sel ser set sha sho sig sim sin siz so  som\
    \x20sou spe sta std str sub suc sup sym syn sys tab tar tem tes tex\
    \x20tha the thi thr tim tip to  to_ tok tra tru try typ u32 un  und\
    \x20uni uns upd url usa use usi val var vec ver war was we  whe whi\
    \x20wil wit wor wri x86 you {\n\t {\n  {0} {st ||  }\n\n }\n  }\n} } e });\
    \x20},\n };\n!== \"\n  \"\n10\"\n17\"\n19\" \"m\" 20\" 30\" 40\" po\"\"\n \"\"\"\n\")\n \"),\n\
    \");\n\")]\n\",\n\t\",\n \", \"\",\"l\",\"m\",\"p\",\"s\",\"t\",\"u\"../\"/ap\"202\": \"\": [\
    \": f\": {\":\"/\":\"2\":\"c\":\"d\":\"e\":\"i\":\"l\":\"m\":\"r\":\"s\":\"w\"],\n\"add\"app\
    \"cac\"can\"che\"com\"con\"deb\"dom\"err\"exp\"fun\"get\"htt\"imp\"inf\"key\"led\
    \"lev\"mai\"moz\"ms\"\"msg\"nam\"par\"pat\"pos\"pro\"req\"ret\"sea\"ser\"sou\"str\
    \"the\"tra\"ts\"\"typ\"use\"war\"{0}## [## c### #####[cf#[de#[in#[re&& !\
    &mut&sel\'\n  \'),\n\',\n \', \'\'.\",\'m\',\'{0}\'{1}(\n\t\t(\n  (&se()\n () =() {\
    ())\n());(),\n(), ();\n(0x1(arg(ast(com(con(deb(e){(e,t(exp(fun(htt\
    (kht(n,t(nam(nod(par(pat(pro(sel(sta(thi(typ(val(var(x11)\n\t\t)\n\n\n\
    )\n\n )\n\n#)\n  )\n- ) ->) ==) =>) ap) ch) re) {\n))\n\n))\n ))\n-)) {)),\n\
    ));\n),\n ),th).un):\n );\n\t);\n\n);\n );\n});if);re)]\n )]\n#)]\np)ret){if\
    ){le){re){va)}fu*\n\t *\n ** @p* @r* @t**\n\t**\n ** @*****/\n\t*/\n\n+000\
    +cha,\n\t\t,\n  ,\npu,\n}\n,  #, \'m, 0,, 0x, 1,, 2,, 3,, 4,, an, ar, as\
    , bu, cl, co, de, ex, fi, fu, in, li, ma, no, or, pa, re, se, so\
    , st, th, tr, va, wh, {\n,\"le,\"ms,\"pa,\"se,\"tr,\"us,t){,thi- - - 20\
    - [1- ad- an- bu- re-----06--10t-11--11t-12t-13t-14t-15t-16t-17t\
    -18t-19t-\\u0-\\ud-lan-phf-rs/.\n\n .\n\n#.\n  .\n *.\n- .\n//. th.\",\n.0 (\
    .0 s.0.0.1\" .36 .36\".add.app.arg.arr.as_.bod.com.con.def.end.err\
    .exa.exp.fil.for.get.go:.has.htm.ind.int.io/.is_.ite.key.lef.len\
    .lin.map.nam.ope.opt.org.par.pat.pos.pro.pus.rep.rs/.set.sli.sta\
    .to_.typ.unw.val/\n\t\t/\n  /\n///   / # / ``/ as/ le/ re/ th/\" \"/**\n\
    /** //\n //\n///  // #// `// a// c// i// l// r// s// t///\n/// //do\
    //gi//sh/1.1/202/5.0/537/api/bas/com/cra/doc/git/ima/ite/js//lib\
    /mai/nix/nov/ord/pro/pul/pyo/rus/sea/sho/sta/use/v1//v2/0 (x0 sa\
    0\",\"0\": 0,\n 0,  0, 00-\\u0.0 0.0.0.1.0.2.00000001000]00] 026-026:\
    0] \"0_is0}\' 0}\\\"1\" 21\" 31\" 41\",\"1\": 1,  1, 11.0.1.1\"1/or10:210t1\
    11-111:211; 11t112:212t113:213t114:214t115:215t116:216t1172.17:2\
    17t118:218t1192.19:219t11; l1}\' 2 = 2\",\"2\": 2,  2, 22.0.2/it2/or\
    2/us200 202620:321:322:323:324:325:326-026-126:126:327:328:329:3\
    3\",\"3\": 3,  304 32 =32,\n36 (36\"\n37.34\",\"4\": 4) a4,\np4, 4404 5\",\"\
    5\": 5.0 537.6 (k6\"\n16\",\"6\": 6-1164) 64,\n6_647\",\"7\": 7.368\",\"8\": \
    86_69\",\"9\": :\n  : \"\': \"a: \"d: \"e: \"i: \"l: \"n: \"o: \"p: \"s: 0,: 1,\
    : 2,: 3,: [\": __: fa: ht: se: st: tr: u3: {\n:\"/a:\"20:\"ca:\"ch:\"co\
    :\"de:\"er:\"in:\"le:\"ma:\"re:\"se:\"wa://d://g://s:20::21::22::23::24:\
    :25::26::27::28::29::30.:31.:32.:33.:34.:35.:36.:37.:38.:39.::fr\
    ::ne::re:fro:new;\n\t\t;\n\t};\n\n\t;\n\n ;\n\n/;\n  ;\npu;\n}\n; li;if(;let;ret\
    ;var= 0;= co= de= fa= ma= ne= no= nu= pa= pr= re= se= st= th= tr\
    = un=\"ca=\"co=\"re=202== \"== n=== ======vo=> {=deb=gar=inf=nul=que\
    =ser=sto=thi=voi=war=web=wor>\n  > re> {\n?q=g@par@pro@ret@typ[\n  \
    [cfg[der[inl[rep\\\"{0\\n  \\u00]\n  ]\n#[]\npu] \"g] \"p] = ](ht]);\n],\n \
    ]: h];\n _0_i_64)__le__u6_acc_all_an__and_are_arg_arr_ass_att_be_\
    _bin_blo_but_byt_cal_can_cha_cla_col_com_con_dat_dec_def_dir_eq!\
    _err_exp_ext_fil_fin_fla_for_fro_fun_get_has_hav_id=_imp_in__inc\
    _ind_inf_ini_ins_int_is__ite_key_len_mat_mem_met_mod_moz_mus_nam\
    _nod_not_num_obj_of__onl_opt_or__par_pat_pre_pri_pro_rea_ref_req\
    _res_ret_sco_set_sig_siz_spe_sta_str_sym_tha_the_thi_to__tok_typ\
    _u64_use_usi_val_var_ver_vk__whe_wit_you`\n  ` an` is` to`, ``.\n \
    `](h``\n\n```\n```r``ru`rusa = a [1a coa dea pra rea\",\na\",\"a/5.abel\
    abilableaboracceace ace\"ace(ace_ach acheacinack ackaackeacroacte\
    actiactoadatadd add_addeaddiaddraderadinafarafe afteage age_ages\
    agicags aileain ain/aineainsairsaiseait ake_aliaalidalizall all(\
    all_allballealloallyalsealsoaltealuealwaam {ame ame\"ame(ame)ame,\
    ame.ame:ame_amedamesametamplan aan ban ean ian_aan_ian_oanceanch\
    and and_andaandlandoang/angeannaanneannoansfansiant antiany ap()\
    apacapi/appeappiapplar aar ear iar taracaramaratarchardeare are/\
    are_aredarenargeargoargsarguari/ariaarn arn\"arniarraarroarseart \
    artiartsary ary_as aas_oascrase asesasicaskeass ass_asseassiast_\
    asteasynat aat iat tata ata_atchate ate\"ate(ate)ate.ate:ate_ated\
    ategatematesatetatfoath ath\"ath)ath,ath.athsaticatinatioativatom\
    atoratriatteattraturatusaultauseauthautoavasave ave_awaib cob fn\
    b stb\",\"b.cobackbasebaskbc/pbecabefobencber ber_bersbigibilibina\
    bindbitfbitsbjecbkitble ble(ble.ble_bledblesblicblocbodyboolbors\
    bortbounbranbrarbreabstrbtrfbuffbug bug\"builbut but_butebutiby p\
    bytec = c\",\"c/jsc/pucachcalecallcan can_canncapecargcasecatecati\
    causccesce tce\":ce, censceofceptces cesscfg(ch?qchaichancharche \
    checchedchemchercheschilchinchrochunciescificingck_sckagckedcket\
    cko)ckouclarclascleacloncloscludcodecodicollcolocolucom/commcomp\
    conccondconfconnconscontconvcopecopycoracordcorecorrcouncratcrea\
    cripcroscrypcs.rctedcterctioctivctorcts/cturculacumecurrcustd\n  \
    d\n- d = d [1d and asd bed byd cod fod ind ofd ond red thd tod wi\
    d\" pd\",\nd\",\"d);\nd,\n d=wed=wod_ind_nad_todatadateddeddditde ide t\
    de(ade, debudecldecoded def def.def_defadefideleden+dencdentdepe\
    deprder derederidersdes descdesedestdetedex dgendgerdiagdictdiff\
    difidigidingdiredisadispdistditidocsdocudoesdom/dom_downdropduce\
    ductduledurae\n  e \'{e = e ==e a e ale ane are ase bee cae che cl\
    e coe dee die doe ene exe fie foe gee hae ife ime ine ise ite la\
    e lie mae moe nae nee noe ofe one ore pae poe pre ree sae see so\
    e ste sue tee the toe tye une use vae wie {\ne\" pe\",\ne\", e\",\"e\": \
    e\":\"e();e(ase(coe(dee)\n e) {e):\ne);\ne)]\ne,\n e, ae, se, te.\n\ne.\n \
    e.\",e.goe.ore/14e:\n e;\n\te;\n e]\n e_0_e_1_e_a_e_ane_coe_dee_die_ex\
    e_ine_ise_moe_nae_noe_ofe_pae_ree_ste_the_toe_tye_useachead ead_\
    eadeearceaseeateeatuebkiebugecatecauecifeckoeclaecodeconecorect \
    ect\"ect(ect.ect_ecteectiectoectsecured\n\ned\n ed\n-ed =ed `ed aed b\
    ed fed ied oed sed ted wed\" ed\",ed, ed.\ned: ed_aed_ced_ied_ted_w\
    edefedgeeduleed een eer\"eerref _efauefereffeefinefixeforegateger\
    egexel\":el=del=iel=welateld eldseleaelecelemeletelf elf)elf,elf.\
    elf:elseembeemenemitemoremovemplemptems/en ten()en+cen_tenabenam\
    enceenchenciencoencyend end(end_endeendsenerengtenseensient ent\"\
    ent(ent)ent,ent.ent:ent_entaenteentientrentsenumeof eparepenepla\
    eporepr(epreept eptieq!(equaequeequier =er aer cer ier oer ter\" \
    er\",er\":er()er) er, er.ger: er::er=qer=ser_ceraberaleraterdeere \
    erederenerfaerfoergeeriaericerinerivermiernaerrierroers ers.ers/\
    ers_erseersiert ert!ert_ertiertyerveervies\n es =es aes fes ies o\
    es tes\",es\":es()es, es.\nes.ies/pes: escaescreseneseresetesolesou\
    espaespoess essaesseessiessoest est(est.est_estaesteestiestrests\
    esulet /et aet eet iet met ret set tet\" etadetaietcheterethoetim\
    etraetryetteettieturetypeue.evaleveleveneverewebexamexceexecexis\
    expeexplexpoexprext ext(ext.ext_exteextreywof\n  f (!f (cf (if (n\
    f (pf (sf (tf = f asf nof ref sef thf\",\"f) -facefactfailfalsfari\
    faulfeatfectferefetcffecfferffffffseficafiedfielfierfigufilefill\
    filtfindfinefinifirsfix fixeflagfloaflowfo cfo\",follfor for(for_\
    foreformfounframfreefromfsetfterfullfuncg\n  g = g cag thg\",\ng\",\"\
    g\":\"g/\" g/bag/lig/seg=\"cg=\"rgardgeckgeneger ger-ges/get get(get_\
    getrgetsgettgexpggerght gicaginagintgithgiveglobgmengnatgnorgrap\
    grougth gth;gumeh = h thh\":\"h?q=hairhandhangharahas has_hashhat \
    havehe\n he `he ahe bhe che dhe ehe fhe ihe lhe mhe nhe ohe phe r\
    he she the uheadheckheduhelphemahen hen_her herehes hesehichhild\
    hilehinghis his,his.his_hodshon hookhop.horthoulhouthreahromhrow\
    htmlhttphub.hunki/53i/v1i/v2iablialiianaibc/ibleibraibutic/jicag\
    icalicatice\"ice(icenich iciticodid 0id: idatide ide_idedidenidth\
    ieldientier_ies if (if nif sif tif(!if(tificifieightiginigitigna\
    ignoigurike ilatild ildeile ile_ilenilerilesilitill illailleilte\
    imagime ime\"imesimitimizimplimpoin ain sin tin_ain_tinalinarinat\
    inclincoind ind_indeindgindiindoine ine]inedinesinfoing\ning ing\"\
    ing(ing)ing,ing.ing:ing_inglingsing}inininitinliinneinpuinseinst\
    int int(inteintointsinueinuxinvaion\nion ion\"ion(ion)ion,ion.ion/\
    ion:ion=ion_ionaioneionsipleipo ipt_iptiire(irecirediremiresirs\"\
    irstis ais cis iis mis nis pis ris sis tis.#is._is.cis.eis.ois.s\
    is_nis_sis_uisabise isinisitissiissuist ist_isteistrit iit/5itch\
    ite ite_itemiteritflith ith_ithoithuitiaitioitivitorits itteity \
    ivative ive(ive_ivenixedizatize ize(ize:ize_izedizerjavajectjoin\
    js/mjsonk_sckageke gke_nken(kensker-ket\"key keyskeywkhtmkindking\
    kit/knowko) koutl = l bel rel\",\nl\":\"l, ll=del=inl=wala/5labelabl\
    lacelagslanglaralarelasslastlatelatflatilbacld [lderle =le ile t\
    le\",le\":le, le.ole_tleanlearleaslectled led\"ledgleftlemelen(lena\
    lengler ler-ler=les les_lesslesylet letelevelewelf) lf, lf._lf.a\
    lf.clf.elf.llf.rliaslibclibrlicalicelicilid lidalighlikelimiline\
    linglinklinulistlitelitylizell bll/1ll/2ll/4lla/llballeclledller\
    llocllowlly loadloatlobalocalocklogglonelonglookloselow_lowelowi\
    lowslse lse)lse,lse:lse;lt =lterltipludelue lue)lue.lue:lue_lues\
    lugilumnlutilwaym = m thm\', m/rum_vkmacrmagemailmainmakemandmap(\
    mappmarkmaskmatcmatimax_may may_mbermbolme =me\" me, me/1me: mean\
    medimembmemomentmergmes mespmessmetametemethmetrminaminimisemiss\
    mit mit/mittmizeml, mmanmmenmmitmmmmmmonmodemodimodumoremorymove\
    mozimparmpatmpilmpl mplamplemplimpormpremptymputms\ntms\":msg\"msg=\
    multmustmut n\n  n   n = n a n ann asn ben can cln con den exn fa\
    n inn isn man nen non ofn pan ren sen stn thn tin ton trn\",\nn\",\"\
    n\": n\'t n() n+chn.\",n;\n n_a_n_exn_inn_thn_ton_tyna [nablnal nal_\
    namenapinarynatinatunce nce(nce_nceoncesnchonciencluncodnctind =\
    nd `nd and ind ond tndarndedndefndennderndexndgendinnditndlendom\
    ndownds ne,\nne, ne:\nne]\nnectned needneranew new(new_nextnfignfo \
    nfo\"nforng =ng ang cng ing ong sng tng\",ng, ng/lngedngesnglength\
    niconingnitinknonlinnly nly_nmennna nnecnnernnotnodenonenorenorm\
    not not_notanotenov/now nownnputns ans tns {nsafnse nsfonsidnsio\
    nsolnst nstanstenstrnt =nt int tnt\",nt, ntaintatntaxntedntegnten\
    nterntexntifntimntinnto ntrintrontrynts nts.nts_nullnumbnux nval\
    nvernwrao a o beo cao coo deo ino noo reo tho uso\",\"o) co3/pobal\
    objeocalocatocesock_ocs.ocumod=wode ode(ode)ode,ode.ode_odifodin\
    oducodulof `of aof cof sof tof_aoffsoid oin(ointojecokenoldeolea\
    olleolloolonolorolumolutolveom tom/pom/rom_vomatome ome(ome/omic\
    omisommaommeommiommoompaompiomplompoomprompuon\n on (on =on aon c\
    on don fon ion oon pon son ton won\",on\":on()on(eon, on.\non: on::\
    on_ionalondione\none one(one)one,one:onenonfiong onlyonneons ons)\
    ons,ons.ons:ons_onseonsoonstontaonteontiontronveooleop.eopenoper\
    ops)ops.optiopy,or (or =or `or aor cor dor eor ior mor oor sor t\
    or\",or(\"or) or);or, or_iordeordsore ore.ore:org/origorkeormaorre\
    orshort ort_ortaorteortiortsory ose osedositossiost ot_aot_botat\
    otheotototypoughouldoundountour ourcout out-outpov/2ove ovedover\
    ovidowedowerowinozilp = p();p.exp/1.pacepachpackpagepandparapare\
    parspartpasspathpatipattpdatpe =pe {pe\":pe: pe_ape_opecipectpeer\
    pendpeofper peraperfpertpes pescphf/pi/vpilapilepingplacplatplay\
    ple ple.plemplesplewplicplitplugpod=poinportposeposiposspostppen\
    pperppinpplepplipporpr(cprecprefpresprevprinprivprocprodprogproj\
    prompropprotprovps) ps:/ptimptiopub publpullpushput put)put.py, \
    pyo3pytepythq=gaqualque quenquesqueuquirquotr\n  r = r a r anr as\
    r cor der exr inr ofr rer thr tor\" pr\",\nr\",\"r\": r) {r);\nr,\n r.go\
    r=qur=ser=str_israblraceracirackractraisraitram rameramsrancrand\
    rangransrap(raphrappraryrateratiratoray(ray.rce rce\"rch-rch?rchi\
    rdenrderre =re are dre ire tre(\"re.greacreadreakreamreatrecareco\
    rectred red_redireferefiregeregirelareleremeremorencrendrentrepl\
    reporeprrequres reseresorespressrestresuretrreturfacrforrfs_rg/\"\
    rg/brg/srgetrgumri/5riabrialriburictrideriesrighrigiringrintript\
    riterityrivariverkerrmalrmatrminrn crn ern frn nrn rrn srn trn\",\
    rnalrnatrninrns rocerodurojerollrom rom(rom_romeromirootroperops\
    ror ror\"ror(ror:rorsrotorounrouprovirow rowsrrayrrenrrorrrowrs\" \
    rse_rserrsiort =rt!(rt_ertedrtiertinrts rty rty_ructrue\nrue)rue,\
    rue;ruleruntrustrvedrverrvicry srypts\n  s\ntss = s a s ans ars be\
    s cas cos des fos ins iss lis nos ofs ons ors prs res ths tos us\
    s whs wis\" \"s\",\ns\": s\":\"s)\n s) {s);\ns,\n s.\n\ns.\n s.cos.ens.exs.ge\
    s.ios.les.ops.pas.pus.rss.sts/mas/prs/pus:\n s://s;\n s=20s_a_s_an\
    s_ars_cos_des_ins_nos_ors_res_tos_ussablsafasafesagesamescalscap\
    schesconscopscrise ase cse ise pse sse tse {se,\nse, se:\nse;\nsear\
    sectsed sed_see seleselfsentsequser ser\"serdseriserssertservses \
    set set(set_setssettsforsg\":sg=\"sharshopshorshousiblsidesignsimp\
    singsionsitisitosizesketskipslicsocksolesolusolvsomesor)sor.sort\
    sourspacspanspecsplasplisponssagsserssesssetssibssigssinssiossor\
    ssuest /st ast bst cst est fst ist mst ost pst rst sst tst-lst-p\
    st_ast_bst_cst_dst_ist_nst_sstacstalstanstarstatstd:steastedstem\
    sterstinstomstorstr(str,strastrestristrustylsubssuessultsupesupp\
    sureswitsymbsyncsyntsystt\n  t /at /it /st /ut = t a t ant art be\
    t btt cat cot det ext fot hat int ist itt lit mat mut not oft pa\
    t prt ret set stt tht tot wit\" \"t\",\nt\": t\'s t();t)\n t) {t);\nt,\n \
    t, st-lat-pht.prt/53t10:t11:t12:t13:t14:t15:t16:t17:t18:t19:t;\n \
    t_alt_art_ast_bet_cat_cot_det_eqt_ext_fit_hat_idt_int_mat_not_of\
    t_ret_stt_syt_tot_tytabltacktadatailtaintaketaletalltanctandtant\
    targtarttatetatitatutch tch_tchetchitd::te ate tte\",te::teadtect\
    ted ted_tegetegotem temetemptemstendtenstentter ter(ter_teraterf\
    teritermternterstes tes.testtexttflatforth =th ath tth\":th, than\
    thatthe\nthe the_thentherthesthinthisthodthonthouthrethrothubtial\
    tic tic/ticatiestifitimetimitingtinutiontipltipotivetly tml,to `\
    to ato bto cto dto ito pto rto sto tto_ato_mtoketomitooltor tor_\
    toretorstorytotytp/1tps:tputtractraitrantreatreetrfstribtrictrie\
    trintructruetry try_ts =ts ats tts\":ts, ts=2tterttinttp/ttpsttri\
    tupltureturntyletypeu32 u64,ub cub fub sub tub.cubliuct uctoucts\
    uctuue\n ue =ue, ue.gue;\nuencues uestueueuffeug cug\",uginuilduint\
    uireularuld ule ule.ule_uledulesull ull,ull/ult ult<ult_ultiults\
    umbeumenumerunctund undeunicunitunknunksunsauntiunwruoteupdauper\
    upleuppouraturceure ure_uresurinurn urn_urnsurreusaguse use_used\
    userusesush(usinusizust\nust ust-ust_ustiustout sutedutesutilutio\
    utpuux xv/20v1/ov2/iv2/ov2/uvalivaluvar varivascvateve(dved ved\"\
    vel\"vel=ven ventver ver.versvertveryvicevideviewvisivoidwaitwalk\
    warnwas wasmwaysweb-webkwhenwherwhicwhilwidtwillwindwingwithword\
    workwrapwritx x8x11;x86_xampxcepxistxpecxporxprext()xtenxterxtra\
    y\n  y = y iny ofy pey rey scy thy\",\ny\": y, cyielymboynamyntayo3/\
    you yourype ype\"ype.ype:ype_ypedypeoypesysteytesythoyworz lez\",\"\
    zatizerozillzionzone{\n\t\t{\n  {\"ts{0}\'{0}\\{1}\'{if({let{ret{str{typ\
    {var}\n\t\t}\n\n\t}\n\n }\n  }\n#[}\n{\"}\n}\n} */} el});\n},\n };\n\n};\n }\\\" }fun\
";

/// Of each which share it has: the `0` stands for the first.
#[rustfmt::skip]
static RANKS: &[u8; COUNT] = b"\
    0UL@GQ^BjfSS=CIPD=ccEO<@MSD`0^Qlk[<hX_`0l5jhD]_YPkR00iA;?>[kgVKL\
    o:MNNCKHl_cK1Yh4Qk7AjO003JI5<OR@08FKQRTLjaS2?2352`02B==3112P:CcJ\
    0An6O4:CBMiBW?RC>A58Pkj1BSHFRb]J0;Y^7Rh97OeElGB^1Q4UoMkaGKBc14I6\
    bf;ihgl0F=;^RAngaZhLf@CgOhQT:5nKm^4mVTTGLBZaSlMIT2n5dP?OjFERl9ik\
    Y8h8:g8jD\\BOS6V41WYZY0\\Mn>m<BXLWR[=OGJ^KmLQBPcBYfO@[8E;=i<::Ch\\C\
    cGdFYddiSlemcRFdQc9=k=1PBj4<=A645TMacP7iGf_JeEU?P4Ke2<hF<L7KB:GS\
    20LXgBW_?<J2`GmGdiNB\\Ua3P;jhMT<VJS3Io9O]3XXAS;b0938IBmgAUj2b031H\
    GUa]391Z>ATEdmI33^M53JTemlGdP=dUUA_6Z3MI:^9UK>53[CHC1f=OKP86enB=\
    ]DV2W=@Ie3F>F2@Q_^CcPKHLE140HP5h;dbaY1:?iInj]YSFII3i2So?a^SfPmBd\
    400U?S0oXF:`2=bAK\\gnc2D39f<kYH;AG3JP7@50d_?:2OHA;QR5MNN8CX\\4HCK]\
    ?nm06777677a760Pn>76;VTGWVCXaaak@eTb:_]\\io:6nFoX7S677mn6JX>>X7dZ\
    [67F5]Ram>]WW[ikKP2;Z5iR<ML:[B[@aUeG5keFCTn]P^^39XbJha[5h:hSd9\\^\
    <Q0@6X>88L0b>\\Cf=1i`65:0UecR`]M\\JGNiod?^BbfB3Fn8N;0>Y2P1\\LAkSCmg\
    [eDSgmHM6_LXFJIUPCngW^727777eCD`D[VQk0o_4\\[]]\\\\`[]`iAQMNH3hgnI16\
    81888Wj[ebU1FQVe8Aoa=4K_o]bLffg7lbE\\M4J_kEDcfQo@[`VCY?fAUcmdmIMH\
    AAfAPPFc]ZfXD<0a2988824LHbW2YKZSTb8@R6V5N8T@W799SKT;1V75ii1S8818\
    8a@SCX\\YKTRf8W^_4\\9\\\\[^]]]\\\\_\\N]`\\[M\\]9b<`KbF^LLNC0^\\_\\[^649^[]]\
    bLbW>k882bJ8Lc[_L8299_K47G7bM2fJ7cL1SS`dQZZmjb;Tioa>T=iT[>=77WYX\
    adHXVCYaY27^\\_\\[^^[]][\\^`]\\]]][MFhNG2[k;_09O8?gJiV_h[c\\QiHEHDlT]\
    _NO>4Ck:6^LON>UGFFBVN>?fn?NCo]BQVX^hTMl7[W>MG3eG>XP8bY^FGMcMKVn=\
    OeghZ>TE^B:[CEIEN:T<oZCAO`H^4@<fTbbdI9ZL_ikR;\\O5H?eT;JF?AIgU=aKe\
    I`ZRfQi<=Pl=Z9X2QGQC\\Ze[>lTJ_b]jb[FfgU`Y^dndfc9[h1i?Z6_Sl4iZEMZS\
    @b[HUKM[Bd8b\\RfDfbJgTlgKOcOf?:@]FT2:D5fk1jD:^eILiUAa<?3_e^`oiY2N\
    1DZKFD5Ym:ab`kHQZ4BQ3eofiL3;5I:gSU?;R>@8BMa_2L4NJiOnNnO<ZgKIJ2G2\
    nLoeVMe29kRmMKA7_A;dgU6nbQj=l0E^5o@<9S6GhP[TT\\:VXd2;@MbTU\\Yje]QL\
    ImK36;ijB\\]a>?<ojOjWJ_C@D`5PhER@<kfZ_5c1CZ<dR<>?LBo1m=<Fc;[NE=:<\
    :;BjHTP69UD`_F[k9X:3_G;C2m]DP241dA=;01H@D`cLZI9@5cYc=V0N9V_iIHoK\
    j>Vfjc9eB;c`ZE?cOJ9m`??Im`26JbXXof9:PB6nX64VN=:<i?d@;aFi^dfnWoM`\
    Zn5=cUB@KIPc\\ojiM034k2JHbITbjKce;AQl`P;C6nJd6DZiUUSl^K@m_IoF<kKf\
    Eml5CZY>R\\GO5Y_:1_bceMImAf9mc_`Xh;69E[>iDNgRLXndNlWSPRRSVecehKPR\
    F:BA?69lT@4:nQUEkaXG>3DKd_jkLbF7?<[h=WL9Pae[kKWb[O@ldAPU6<`4SNo`\
    A7O>NgfWFY:`dB<1o6M1^nEGOLXjNhKE8[MLFLdg5Z:5=K4IRZXKl<<I;>3K6Z<E\
    faJjjEe15QRfQVA>A6XoJEa\\G:cYI2VCd<khkDa^DMDl1Eg5gi5Cj<D:46dIBmSW\
    AihlKZiTW`?RGk=fRYNIa4<6h\\2NdeR]6>dh_JV[VLXgJ?;Ym>V^0cFX1DE83Kk]\
    =l33NUod;SRmLm`neaYd>dng6hQe^]586?W=LX<@LSV@?f1>RH;>GOD8Yi>G\\0LI\
    E3^[g1L^[0mPMGka7MMON?>K8<jWT9W=gjnhjVagZ2gHKUYJ@KV@OM7NND?RYD>6\
    CkBKT?PZ9ZNQW]EI>SEE:@MG>]@=onFTME3l0QmoV9fQYc8Q30299W7K=m]HW;Zd\
    E@7U=HPXFcO`Ug>b:VaN1^[TafJ:7CnHXd5QGg@DU??UD7@RJTJ\\R\\32O_7`VIPg\
    Cdoc4mJhHg<K2Q0EFhLJ[3bEnb5D_Bk2SL4Cmb5RN0=3IF=hC328Q0i`YX\\>XnjN\
    GFTJoDj[^U5BgXeWQlagRhX[UXeVOY8lm]73m6@X2S3m_FWVHHPdkHmFXodTRZ2Z\
    ZAmG8ile?L`[R9HO8R9XUkid78P>N9\\aA?=<b3Q<h@SVP`dQYeM8lDoAE:AVB3TX\
    5nU4FQim1L18O=HijjjkfKVP4Okgi4[3LI5:KV=dVk`8Qg<3X:MCYN>;oFHi<mJk\
    a;kHjWfEeE@Wf\\`FSPoknkQ:e`HL@CEV]Db5Sm\\l9?KMO9VehNX0k__PBA;cngkV\
    fmlh8GO[ZgCU1Qo@7I\\:aG1T2;Sm4674Q?;M]DSS^VD?RUk]CSZ__SeIKm3ITZB`\
    QT]NmogmbjjKYFJl0aEKQCaT<WoUCP0`J`emNUeB:A7oIJJLjdVYih<JP>9IgAA<\
    GcaFfRdl?dUW[aR5W?=gCJJaY;V:15Zd55Rk9ZXBZ_^ZjgbMl12^=WjcHPF?_eTB\
    9<HBNRNaDBUa5>7QHSee=`MlmX@mH8]N3QHYg_I4;HVcFHUnH1a:fj:lLBnHJ;iG\
    X[jOP]Bc_:clWS8ekDM[g?:`j;llhTG<kZDHneEjL\\LfL^Pik:G_?oSE^i@o:;:j\
    jAoGTh0H5TGHG8Q2nH1mP`VEUhZR_c`;Ghb_XV6YCDo4J=8[l5CU;l=Zn>CaD\\TW\
    <ONgA;EU3HX<9ch>ITeb7Xa78Dj<jg294BW1mIGSHnn`j=<=7GmAd5lXR4MBDA@b\
    X7B_8>aS4I0aA[F[hM6S?oUJ1SAGLI`Fb1DDn0]11X5?`lI_HnKN\\oM1C6QN>]nh\
    P\\cL]W7]?CE_QMfGGFFkY4ci@N^@;XhBCEZJhO219QlZhYNoI7`WoQWlF^4JK?fW\
    ;I^h=O@h_BUC>Z9EWE0S@;U1N6>0ohCMMK=@9LD;RjO@U1A5=bGD;e>eDdRFfN=^\
    QoUCUHG`9k97hJ4@MTHcNEYCIYn3J1GMgB5fjD;Mf]_O6lTVVVC1>B6?X=43=BHg\
    jQII=Nk=FXldF5?bfWN<@7bHTbRUh^dj_Jgf_`VWWgY0k4mngelUHbd``e8EEbPb\
    5f@4YNDmROQRNe\\:e5LdU0NN`3nC>31QJOJfTc74h8fQOB:c41Bi2M\\BhiZAAJnl\
    3CY9oWZQ3ooQLU5<VMUAOnZae]g\\:bAPlKTh3gEOD231d^bOVXo<mlOI15DVi6T=\
    a^?AYPDWYZZ4_\\bKHYEUkQg>Dn^VOSESi@:U=IeM9cnRmYNRlARj9^\\\\^]\\_]\\\\Z\
    hkoE`P\\EYVZ4WjgoOj\\Rf:OWgBnWV5mQ<452REnDcehYlN_l49^oaA@@IO@>TB:h\
    fO:EGa33f]YjV6]P5O0;X3dL0;KTYG2CkZkIF2W6`0iU9Z8]I^]folc`Aei;`jEX\
    =[DO80<2J?HTC:Ei264<aYaY6c4<Z80Ge40D0>X9MNl2WKSSlea[GH[n1C@OcS6a\
    6iHKYE?A[k6DbWPV>7i0j;Tlc_YASTGRd?33AOPo0`CIo4J;1iA?Gh@6Jon]lcJF\
    <88WLLN?02B[JnmA74dGWD4Jg5GnP=PW;ljh>6=SFMbEcf1A6@<9963P]>48i?bW\
    SOgkAc@RQcgd?o^WIf5WIL3aF9P?KR47lW7nm607;SLVFF^kMH`:2k7OJD<;UYRE\
";

/// At how many places of text each stands.
const SHARES: [f64; COUNT / OF_A_SHARE] = [
    2.0e-3, 5.1e-4, 3.6e-4, 2.9e-4, 2.7e-4, 2.4e-4, 2.2e-4, 2.1e-4, 2.1e-4, 2.0e-4, 1.8e-4, 1.7e-4,
    1.6e-4, 1.5e-4, 1.4e-4, 1.3e-4, 1.2e-4, 1.2e-4, 1.1e-4, 1.0e-4, 1.0e-4, 9.5e-5, 9.1e-5, 8.7e-5,
    8.3e-5, 8.0e-5, 7.6e-5, 7.4e-5, 7.1e-5, 6.9e-5, 6.8e-5, 6.6e-5, 6.4e-5, 6.2e-5, 6.0e-5, 5.9e-5,
    5.7e-5, 5.6e-5, 5.5e-5, 5.4e-5, 5.3e-5, 5.1e-5, 5.0e-5, 4.9e-5, 4.8e-5, 4.7e-5, 4.7e-5, 4.6e-5,
    4.5e-5, 4.4e-5, 4.3e-5, 4.2e-5, 4.1e-5, 4.1e-5, 4.0e-5, 3.9e-5, 3.8e-5, 3.7e-5, 3.7e-5, 3.6e-5,
    3.5e-5, 3.5e-5, 3.4e-5, 3.4e-5,
];

/// At how many places of text and code these bytes stand, in small letters and four at most; zero if
/// that is not known.
pub(super) fn share_of(bytes: &[u8]) -> f64 {
    let (grams, _) = GRAMS.as_chunks::<KEY>();
    let from = grams.partition_point(|gram| &gram[..] < bytes);
    let known = grams.iter().zip(RANKS).skip(from);
    let known = known.take_while(|(gram, _)| gram.starts_with(bytes));
    known.map(|(_, &rank)| SHARES[usize::from(rank - b'0')]).sum()
}

/// The commonest, each with its place among [`Grams`].
pub(super) fn commonest() -> impl Iterator<Item = ([u8; KEY], usize, u64)> {
    let (grams, _) = GRAMS.as_chunks::<KEY>();
    let ranked = grams.iter().zip(RANKS).map(|(gram, rank)| (*gram, usize::from(rank - b'0')));
    let mut left = [1; COMMONEST / OF_A_SHARE];
    ranked.filter_map(move |(gram, rank)| {
        let next = left.get_mut(rank)?;
        let bit = *next;
        *next <<= 1;
        Some((gram, rank, bit))
    })
}

/// At how many places any of some stands.
pub(super) fn share_of_all(grams: &Grams) -> f64 {
    // Most have none, and to count bits is not for nothing everywhere.
    let shares = grams.iter().zip(SHARES).filter(|&(&some, _)| some != 0);
    shares.map(|(some, share)| f64::from(some.count_ones()) * share).sum()
}
