//! Which four bytes in a row are common in text and code: looking for a literal costs wherever they
//! stand that it is looked for by.

use super::rarity::KEY;

/// How many are known, and how many of them are given the same share.
const COUNT: usize = 4096;
const OF_A_SHARE: usize = 64;

/// So many of the commonest are enough to sort literals by into buckets.
const COMMONEST: usize = 512;

/// Some of the commonest, a bit each.
pub(super) type Grams = [u64; COMMONEST / OF_A_SHARE];

/// All of them, in small letters and in order. Written by `benches/grams.rs`, as is what follows.
#[rustfmt::skip]
static GRAMS: &[u8; KEY * COUNT] = b"\
    \t\t\t\t\t\t\t)\t\t\t/\t\t\tc\t\t\ti\t\t\tr\t\t\tt\t\t\t}\t\t *\t\t);\t\t/*\t\t//\t\tco\t\tif\t\tre\t\tth\
    \t\t}\n\t * \t */\t);\n\t/**\t// \tcon\tif \tret\tthi\t}\n\t\t}\n\n\n\t\t\t\n\t\t/\n\t\tc\n\t\ti\
    \n\t\tr\n\t\tt\n\t\t}\n\t *\n\t/*\n\t//\n\tco\n\t}\n\n\n\t\t\n\n\nd\n\n  \n\n# \n\n##\n\n#[\n\n* \n\n- \
    \n\n/*\n\n//\n\n``\n\nde\n\nim\n\nth\n   \n  \"\n  -\n  }\n * \n */\n## \n###\n#[d\n#[r\
    \n* [\n- [\n- `\n- a\n- f\n/**\n// \n//!\n///\n```\ncla\ncon\ndef\nfn \nfro\nfun\
    \nimp\npub\nthe\nthi\nuse\nvar\n}\n\n\n}\n#\r\n         \"   #   &   \'   (   )\
    \x20  *   -   .   /   0   1   2   3   4   5   :   [   ]   _   a   b\
    \x20  c   d   e   f   h   i   l   m   n   o   p   r   s   t   u   v\
    \x20  w   {   |   }  \"\"  \"_  \"a  \"b  \"c  \"d  \"e  \"f  \"g  \"h  \"i  \"k\
    \x20 \"l  \"m  \"n  \"o  \"p  \"r  \"s  \"t  \"u  \"v  \"w  #   #[  &&  (\'  (0\
    \x20 )\n  )   *   -   //  0x  :   ar  as  ca  ch  co  de  el  en  ex\
    \x20 fi  fn  fo  fu  if  in  le  ma  ne  no  op  ou  pa  pr  pu  ra\
    \x20 re  se  st  th  tr  ty  un  va  wh  wi  {\n  |   ||  }\n  }   })\
    \x20 },  }; !== \"\"\" \"\'{ \"_0 \"a_ \"ad \"an \"ap \"ar \"bo \"ca \"ch \"co \"de\
    \x20\"di \"do \"en \"ex \"fi \"ge \"im \"in \"ke \"li \"ma \"mo \"na \"no \"on \"pa\
    \x20\"pr \"re \"se \"so \"sp \"st \"sv \"te \"th \"ty \"un # \' #[c #[i &&  &mu\
    \x20\'m\' \'{0 \'{1 (\n  ()  (0x ([# ([` (co (is (no (se (th )\n  * @ */\n\
    \x20*/  +=  - 2 ->  ... /*  //  /// 0,\n 0,  0;\n 0x1 0xf 1,  1;\n 2, \
    \x20201 202 3,  4,  = \" = ( = 0 = 1 = 2 = [ = _ = a = b = c = d = e\
    \x20= f = i = l = m = n = o = p = r = s = t = u = v = { ==  === => \
    \x20>=  @pa @pr @re @ty [\n  [0. \\\"{ __l __u ``` `py `re a ` a b a c\
    \x20a d a f a l a m a n a p a r a s abo acc act add all als an  and\
    \x20any api app are arg arr as  ass ast at  att aut bac bas be  big\
    \x20bin bit blo bod boo bou bre btr buf bui but by  byt cac cal can\
    \x20car cas cha che chu cla clo cod col com con cop cor cou cra cre\
    \x20cur dat de  deb dec def del dep der des det dev di  dic dir dis\
    \x20do  doc doe ele els ena enc end ent err est eve exa exc exp ext\
    \x20fai fal fea fie fil fin fir fix fla fn  fol for fro fun gen get\
    \x20giv gro han has hav hea hel htt ide if  imp in  inc ind inf ini\
    \x20inp ins int inv is  is_ it  ite its key la  lea lef len let lib\
    \x20lic lik lin lis loc log loo mac mak man map mat max may mem mes\
    \x20met min mod mor mul mus mut nam nee new nex no  nod nom non not\
    \x20now nul num obj of  off ok( on  one onl ope opt or  ord ori oth\
    \x20out ove pa. pac par pas pat per pla poi pos pre pri pro pub pyt\
    \x20que rai ran rea rec red ref reg rel rem ren rep req res ret rig\
    \x20run rus sam sch sco se  sea sec see sel ser set sha sho sig sim\
    \x20sin siz so  som sou spa spe sta std sto str sty sub suc sup sym\
    \x20syn sys tab tar tem tes tex tha the thi thr tim tip to  to_ tok\
    \x20tra tre tru try typ u32 un  und uni uns upd url usa use usi val\
    \x20var vec ver war was we  whe whi wil wit wor wri you {\n\t {\n  {\np\
    \x20{0} {st ||  }\n\n }\n  }\n} } e }); },\n };\n!== !==v\"\n  \"\"\n \"\"\"\n\"\'{0\
    \")\n \")) \"),\n\");\n\")]\n\",\n\t\",\n \", \"\"../\": \"\": [\": f\": {\";\n \"],\n\"_0_\
    \"add\"app\"boo\"can\"cha\"com\"con\"des\"dom\"exp\"ext\"fil\"fun\"get\"imp\"key\
    \"mod\"nam\"obj\"par\"pro\"set\"sou\"str\"svg\"the\"typ\"{0}# [0# ch## [## c\
    ## f### #####[cf#[de#[in#[re&& !&mut&sel\'\n  \'),\n\',\n \', \'\'.\",\'m\',\
    \'{0}\'{1}(\n\t\t(\n  (&mu(&se()\n () =() {())\n());(),\n(), ();\n(0x1(arg\
    (ast(com(con(dat(deb(def(e){(e,t(err(exp(fun(htt(n){(n,t(nam(nod\
    (opt(par(pat(pro(sel(sta(str(thi(typ(val(var({\n )\n\t\t)\n\n\n)\n\n )\n\n#\
    )\n  )\n- ) &&) ->) ==) =>) re) {\n))\n\n))\n ))\n-)) {)),\n));\n),\n ),th\
    ).un):\n );\n\t);\n\n);\n );\n});if);re)?;\n)]\n )]\n#)]\np)ret){if){le){re\
    ){va)}fu*\n\t *\n ** @p* @r* @t**\n\t**\n ** @*****/\n\t*/\n\n,\n\t\t,\n  ,\npu\
    ,\n}\n,  #, \'m, 0,, 0x, 1,, 2,, 3,, 4,, an, ar, as, bu, cl, co, de\
    , ex, fi, fu, in, it, ma, no, op, or, pa, re, se, so, st, th, tr\
    , va, wh, {\n,t){,thi- 20- ad- fi- re-----> s-\\u0-\\ud-lan-phf-rs/\
    .\n\n .\n\n#.\n  .\n *.\n* .\n- .\n//. th.\",\n.0\",.0.0.add.app.arg.arr.as_\
    .bod.cal.cha.com.con.def.end.err.exp.fil.for.fro.get.has.htm.ind\
    .int.io/.is_.ite.joi.key.lef.len.lin.map.nam.ope.opt.org.par.pat\
    .pos.pri.pro.pus.rea.rep.res.rig.rs/.set.sli.sta.str.tes.to_.tok\
    .typ.unw.val/\n\t\t/\n  /\n///   / # / ``/ as/ le/ re/ th/**\n/** //\n \
    //\n///  // #// `// a// c// i// l// r// s// t// w///\n/// //do//gi\
    /bit/com/cra/doc/git/iss/lib/nix/pul/pyo/rus0\": 0,\n 0,  0, 00, 1\
    0-\\u0.1.0.2.000000010_is0}\' 0}\\\"1\": 1,  1, 11, 21}\' 2 = 2\": 2,  \
    2, 22;\np3\": 3,  32 =32,\n4\": 4,\np4, 45\": 6\": 64,\n7\": 8\": 9\": :\n  \
    : \"\': \"^: \"a: \"d: \"e: \"i: \"l: \"n: \"o: \"p: \"s: \"t: 0,: 1,: 2,: 3,\
    : [\": __: bo: fa: ht: re: se: st: th: tr: u3: us: {\n://d://g::co\
    ::fr::ne::re:fro:new;\n\t\t;\n\t};\n\n\t;\n\n ;\n\n/;\n  ;\nco;\npu;\n}\n;for;if(\
    ;let;ret;var= 0;= []= co= de= fa= ma= ne= no= nu= pa= pr= re= se\
    = st= th= tr= un== \"== 0== n=== ======nu==vo=> {=nul=thi=voi>\n  \
    > re> {\n@par@pro@ret@typ[\n  [cfg[der[inl[rep[str\\\"{0\\n  \\u00]\n  \
    ]\n#[]\npu] - ] = ](ht])\n ]);\n],\n ]: h];\n _0_i_950_951__le__u6_a_t\
    _acc_add_all_an__and_are_arg_arr_as__ass_att_be__bec_bin_bit_blo\
    _bui_but_byt_cal_can_cha_cla_col_com_con_dat_dec_def_dir_eq!_err\
    _exp_ext_fil_fin_fla_for_fro_fun_get_has_hav_ide_imp_in__inc_ind\
    _inf_ini_ins_int_is__it__ite_key_le6_len_lin_loc_map_mat_may_mem\
    _met_mod_moz_mus_mut_nam_nod_not_num_obj_of__on__onl_opt_or__out\
    _ove_par_pat_pre_pri_pro_rea_ref_rep_req_res_ret_sco_set_sid_sig\
    _siz_spe_sta_str_sym_tha_the_thi_to__tok_typ_u32_u64_use_usi_val\
    _var_ver_vk__whe_wit_you`\n  ` an` fo` in` is` to`, ``.\n `](h`]: \
    ``\n\n``\n ```\n```r``ru`rusa = a coa dea paa pra rea sta\",\na.ara_ty\
    abelabilableaboracceace ace(ace_acesach acheacinack ackaackeacro\
    act_acteactiactoadatadd add(add_addeaddiaddraderadinafe afteage \
    age_agesagicags ailaain aineainiainsaintaiseait ake ake_alaralia\
    alidaligalizall all(all_allballealloallyalsealsoaltealuealwaam {\
    ame ame\"ame(ame)ame,ame.ame:ame_amedamesametamplan aan ban ean i\
    an oan_aan_ian_oanceanchand and_andaandiandlandoang/angeanneanno\
    ansfansiant antiantsany ap()apacappeappiapplar aar ear iar nar r\
    ar taracaramaratarchare are/are_aredarenargeargoargsarguariaarke\
    arniarraarroarseart art_artiartsary ary_as aas_aas_oas_sascrase \
    asedasesasicass ass_asseassiast ast_asteasynat aat iat tata ata.\
    ata_atchate ate\"ate(ate)ate.ate:ate_atedategatemateratesatetatfo\
    ath ath)ath,ath.athsatibaticatinatioativatomatoratriatteattratur\
    atusaultauseauthautoavaiavasave ave_awaib cob fnb stb.cobackbase\
    bc/pbe abe_ubecabefobencber ber_bersbigibilibinabindbit bitfbits\
    bjecble ble(ble.ble_bledblesblicblocbodyboolborsbortbounbpacbran\
    brarbreabstrbtrfbuffbug bug,builbut but_butebutiby tbytec = c/pu\
    cachcagicalecallcan can_canncapecargcasecatccatecaticausccesce t\
    ce\":ce, censceofceptces cesscfg(ch =ch achancharche checchedchem\
    chercheschilchinchorchuncialciescificingck_sckagckedcketclapclar\
    clascleacloncloscludcodecodicollcolocolucom/commcompconccondconf\
    connconscontconvcopecopycoracordcorecorrcouncratcreacripcroscryp\
    cs.rctedcterctioctivctlyctorcturculacumecurrcurscustd\n\n-d\n  d\n- \
    d 0)d = d a d and asd bed byd cod fod ind ofd ond red thd tod wi\
    d\",\nd) {d);\nd,\n d.\n d;\n d_cod_ind_nad_tod_widatadatedd `ddedddit\
    de =de ade ide tde(ade, de_edebudecldecoded def def.def_defadefi\
    deledencdentdepedeprder der_derederidersdes descdesedestdetadete\
    dex dgendiagdicadictdiffdifidigidingdiredisadiscdispdistditidler\
    docsdocudoesdom/dom_downdropducedulee\n\n e\n  e \'{e = e ==e a e al\
    e ane are ase bee cae che cle coe cre dee die doe ene exe fie fo\
    e hae ife ime ine ise ite lae lee lie mae moe nae nee noe ofe on\
    e ore pae poe pre ree sae see soe ste sue tee the toe tye une us\
    e vae whe wie {\ne\",\ne\", e\": e(\".e() e();e(ase(coe(dee(see)\n e) {\
    e):\ne);\ne)]\ne,\n\te,\n e, ae, se, te,t)e.\n\ne.\n e.\",e.exe64,e:\n e: u\
    e;\n\te;\n e]\n e_0_e_1_e_a_e_ane_are_cae_coe_dee_die_exe_ine_ise_mo\
    e_nae_noe_ofe_pae_pre_ree_ste_the_toe_tye_useachead ead_eadeeak;\
    earceaseeateeatuebpaebugecatecauecifeclaecodeconecorect ect\"ect(\
    ect.ect_ecteectiectoectsecured\n\ned\n ed\n-ed =ed `ed aed bed ced f\
    ed ied oed sed ted wed\",ed) ed, ed.\ned: ed_aed_bed_ced_ied_ted_w\
    edefediaeed een eerref _ef tefauefereffeefinefixeforegategeregex\
    egisegmeegoreithelateld eldseleaelecelemeletelf elf)elf,elf.elf:\
    elseemapembeemenemitemoremovemplempten aen ien sen ten()en_tenab\
    enamenceenchenciencoencyend end(end_endeendiendsenerengtenseensi\
    ent ent\"ent(ent)ent,ent.ent:ent_entaenteentientrentsenumeof eout\
    eparepeneplaeporepr(epreeproept eptieq!(equaequeequier\n er =er a\
    er cer eer ier oer ter\",er()er) er, er.\ner: er::er_ceraberalerat\
    erdeere erederenerfaerfoergeeriaericerinerivermiernaerreerrierro\
    ers ers.ers_erseersiert ert!ert_ertiertyervees\n es =es aes fes i\
    es nes oes tes wes\",es\":es()es, es.\nes.ies: es_aescaescreseneser\
    esetesolesouespaespeespoess ess_essaesseessiessoest est(est.est_\
    estaesteestiestrestsesulet aet eet iet met oet ret set tetadetai\
    etcheteretheethoetimetraets etteettieturetypevaleveleveneverew a\
    examexceexecexisexpeexplexpoexprext ext(ext.ext_exteextreywof\n  \
    f (!f (cf (if (nf (pf (sf (tf = f __f a f asf cof nof sef tef th\
    f) -f/cof/rufacefactfailfalsfaulfeatfectferefetcffecfferffffffse\
    ficafiedfielfierfigufilefiltfinafindfinefinifirsfix fixeflagfloa\
    flowfollfor for(for_foreformfounfragframfreefromfsetfterfullfunc\
    g\n  g = g a g ing thg tog\",\ng, cg/ligeneger ges get get(get_getr\
    getsgettgexpggerght gicaginagintgistgithgiveglobgmengnatgnorgrap\
    grougs =gth gth;gumegurah = h thhan handhangharaharehas has(has_\
    hashhat hat_havehe\n he `he ahe bhe che dhe ehe fhe ghe ihe lhe m\
    he nhe ohe phe rhe she the uheadheckhelphemahemehen hen_her here\
    hes hesehf/chf/rhichhildhilehinghis his,his.his_hod hod_hodshon \
    hookhorthosthoulhouthreahrowhtmlhttphub.hunki = iablialiianaibc/\
    ibilibleibraibuticagicalicatice(icenich iciticodid 0id: idatide \
    ide_idedidenideridthied ieldientier ier_ies if (if aif iif nif s\
    if tif(!if(tiffeificifieightiginigitignaigneignoigurike ilatild \
    ildeildiile ile_iledilenilerilesilitill ilteimalime imeoimesimit\
    imizimplimpoimumin `in ain cin sin tin_ain_tinalinarinatinclinco\
    ind ind_indeindgindiindoine ine]ine_inedinerinesinfoing\ning ing\"\
    ing(ing)ing,ing.ing:ing_inglingsing}inininitinliinneinpuinseinst\
    int int(int:int_inteintointsinueinuxinvaion\nion ion\"ion(ion)ion,\
    ion.ion/ion:ion<ion_ionaioneionsipleipo ipt ipt_iptiire(irecired\
    iremiresirstis ais cis dis eis fis iis mis nis pis ris sis tis, \
    is.#is._is.cis.eis.ois.sis_ais_eis_nis_sis_uisabise isinisitispl\
    issiissuist ist_isteistiistrit iitchite ite_itemiteritflith ith_\
    itheithoithuitiaitioitivitorits itteity ivative ive(ive_ivenixed\
    izatize ize(ize)ize,ize:ize_izedizerjavajectjoinjsonjustk_sckage\
    ke_nken(kenskey key:keyskeywkindkingknowl\n  l = l bel\",\nlabelabl\
    lacelagslainlanglaralarelasslastlatelatflatilbacld blderle =le a\
    le ile tle\",le\":le, le64le: le_tleanlearleaslectled leftlemelen \
    len(lenalengler les les.les_lesslesylet letelevelf) lf, lf._lf.a\
    lf.blf.clf.elf.llf.rlf.sliaslibclibrlicalicelicilid lidalighlign\
    likelimilinelinglinklinulistlitelitylizalizell bll/1ll/2ll/3ll/4\
    llballeclledllerllocllowlly loadloatlobalocalocklogglonelonglook\
    looploselow low_lowelowilowslse\nlse lse)lse,lse:lse;lso lt =lter\
    ltipludelue lue)lue.lue:lue_lueslugilumnlutilvedlwaym = m thm\', \
    m/rum_vkmacrmagemainmakemandmap(mappmarkmaskmatcmatimax_may may_\
    mbermbolme =me, me: me_1meanmedimembmemomentmergmes mespmessmeta\
    metemethmetrminaminimisemissmit mit/mittmizemmanmmenmmitmmmmmmon\
    modemodimodumoremorymovemparmpatmpilmpl mplamplemplimpormprempty\
    mputmultmustmut mutan\n  n   n = n a n ann arn asn ben can con de\
    n exn fan fon inn isn itn man nen non ofn pan ren sen stn thn to\
    n trn unn\",\nn\": n\'t n() n(sen);\nn.\",n;\n n_0_n_a_n_exn_inn_onn_st\
    n_thn_ton_tynablnal nal_nallnamenapinarynatinatuncatnce nce(nce_\
    nceoncesnchonciencluncodnctincy nd =nd `nd and ind ond tnd: nd::\
    ndarndedndefndennderndexndgendicndinnditndlendomndownds ne\n ne()\
    ne)]ne,\nne, ne:\nne]\nnectned ned_neednentneranes nestnew new(new_\
    nextnfignforng\n ng =ng ang cng fng ing ong sng tng\",ng()ng, ng/l\
    ng_png_tnge ngedngesnglengthng} niconie ningnitinknonlinnly nly_\
    nmennnecnnernnotnodenonenorenormnot not_notanotenow nownnputns =\
    ns ans tns {ns, nsafnse nsernsfonsidnsionsolnst nstanstenstrnt =\
    nt int tnt\",nt, nt: ntaintatntaxntedntegntennterntexntifntimntin\
    nto ntrintrontrynts nts.nts_nullnum_numbnumenvalnvernwrao \'{o a \
    o beo coo deo ino noo reo seo tho uso3/po_mooadeobalobjeocalocat\
    ocesock_ocksocs.ocumode ode\"ode(ode)ode,ode.ode_odesodifodinoduc\
    odulody oes of `of aof cof sof tof_aof_toffsoid oin(ointojecoken\
    olatoldeoleaolleolloolonolorolumolutolveom tom/gom/nom/pom/rom_v\
    omatome ome(omicomisommaommeommiommoompaompiomplompoomprompuon\n \
    on (on =on aon con don fon ion mon oon pon son ton won\",on\":on()\
    on(eon(son, on.\non: on::on_ion_tonalonceondione\none one(one)one,\
    one:onenonfiong onlyonneons\nons ons\"ons)ons,ons.ons/ons:ons_onse\
    onsionsoonstontaonteontiontronveooksooleope openoperops)ops.opti\
    opy,or (or =or `or aor bor cor dor eor for ior mor oor por sor t\
    or\",or(\"or) or);or, or: or_iordeordsore ore:ore_oredorg/origorit\
    ormaorreors orshort ort(ort_ortaorteortiortsory ory\"ose ositossi\
    ost ot_aot_botatotheotototypoughouldoundountour ourcout outpove \
    ovedoverovidow nowedowerowinown ows p = p();pa.apacepachpackpage\
    pandparapareparspartpasspathpatipattpdatpe =pe {pe\":pe: pe:\"pe_a\
    pe_opecipectpedepeerpendpeofper peraperfpermperspertpes pes_pesc\
    phf/pilapilepingplacplaiplatplayple ple_plemplespletplicplieplit\
    plugpoinponeponsportposeposipossppedppenpperppinpplipplypporpr(c\
    precprefpresprevprinprivprocprogprojprompropprotprovps) ps:/ptim\
    ptiopub publpullpushput put)put.put_putepy, pyo3pytepythqualque \
    quenquesquirquotr\n  r (cr = r a r anr asr cor der exr inr isr of\
    r rer thr tor\",\nr\": r(var)\n r) {r);\nr,\n r.\",r:\n r_0_r_car_israbl\
    raceracirackractragmraisraitram rameramsrancrandrangransrap(raph\
    rappraryrateratiratoray ray(ray.rce rce\"rchircodrderre =re are d\
    re ire nre tre(\"re::reacreadreakreamreasreatrecarecorectred red_\
    redireferefiregeregirelareleremeremorencrendrentreplreporeprrequ\
    res reseresorespressrestresureturevirfacrforrfs_rgetrgumriabrial\
    rianriburictrideriesrighrigiringrintriptriterityrivariverkerrmal\
    rmanrmatrminrn arn crn ern frn nrn rrn srn trn;\nrn_trnalrnatrnin\
    rns rocerodurogrrojerollrom rom(rom_romirootroperopsror ror(ror:\
    rorsrotorounrouprovirow rowsrrayrrenrridrrorrrowrse_rserrsiorst \
    rt =rt frt trt!(rt_ertedrtiertinrts rty rty_ructrue\nrue)rue,rue;\
    ruleruntrustrypts\n  s = s a s als ans ars ass bes cas cos des ex\
    s fos ins iss its lis nos ofs ons ors prs res ths tos uss whs wi\
    s\"\n s\",\ns\": s)\n s) {s);\ns,\n s, as.\n\ns.\n s.cos.ens.exs.ges.has.in\
    s.ios.les.ops.pas.pus.res.rss.sts.tos/pus:\n s://s;\n s_a_s_ans_ar\
    s_cas_cos_des_ins_nos_ors_res_ths_tos_ussablsafesagesamescalscap\
    schesconscopscrise\n se \"se ase cse ise ose pse sse tse {se,\nse, \
    se:\nse;\nsearsectsed sed_see segmseleselfsentsequser serdserisert\
    servses set set(set_setssettsforsharshorshousiblsidesignsimpsing\
    sinssionsitisitosivesizeskipslicsocksolesolusolvsomeson sor)sor.\
    sortsourspacspanspecsplasplisponssagsserssesssetssibssigssinssio\
    ssorssuest ast bst cst est fst ist mst nst ost pst rst sst tst, \
    st-lst-pst_ast_bst_cst_dst_nst_ost_sstacstalstanstarstatstd:stea\
    stedstemstensterstinstomstorstr(str,strastrestristrustylsubssues\
    sultsupesuppsureswitsymbsyncsyntsystt\n  t = t a t alt ant art be\
    t btt cat cot det ext fit fot hat int ist itt lit mat mot mut no\
    t oft pat prt r=t ret set stt tht tot ust vat wit {\nt { t\",\nt\": \
    t\'s t();t)\n t) {t);\nt,\n t, st-lat-pht.\n t.prt;\n t_alt_art_ast_be\
    t_cat_cot_det_eqt_ext_fit_hat_imt_int_mat_mot_not_oft_prt_ret_st\
    t_syt_tht_tot_tytabltacktadatailtaintaketaletalltanctandtanttarg\
    tarttatetatitatutch tch_tchetchitd::te ate tte\",te::teadtectted \
    ted_tegetegotem temetemptemstendtenstentter ter(ter.ter_teraterf\
    teritermternterstes tes.tes/testtetitexttflatforth =th ath tth, \
    thanthatthe\nthe the_thentherthestheythinthisthodthonthouthrethro\
    thubtialtic ticatiestifitilstimetimitingtinutiontipltipotivetly \
    to `to ato bto cto dto ito pto rto sto tto uto_ato_mto_stoketoma\
    tomitooltor tor)tor.tor_toretorstorytotytps:tputtr, tractraitran\
    treatreetrfstribtrictrietrintriptroltructruetry try_ts =ts ats o\
    ts tts\",ts, ttedttentterttinttpsttritualtupltureturntyletypeu000\
    u32 u64,ub cub fub sub tub.cubliuct uctouctuudioue\n ue =ue,\nue, \
    ue: ue;\nuencues uestuffeug, uginuilduintuireularuld ule ule.ule_\
    ulesull ull,ull/ult ult.ult<ult_ultiultsumbeumenumerunctund unde\
    unicunitunknunksunsauntiunwruoteupdauperupleuppouraturceure ure_\
    uresurinurn urn;urn_urnsurreusaguse use_useduserusesush(usinusiz\
    ust\nust ust-ust_ustiustout aut sut tutedutesutilutioutomutpuvail\
    valivaluvar varivascvateve ave tve(dve_aved vel ven ventver verr\
    versvertveryvicevideviewvisivoidw newaitwalkwarnwas wasmwayswebp\
    wed_whatwhenwherwhicwhilwidtwillwindwingwisewithwordworkwrapwrit\
    x = xampxcepxistxpecxporxprext()xtenxterxtray\n  y = y coy dey in\
    y ofy rey thy toy\",\ny\": y, cy_0_y_beyielymboynamyntayo3/you you_\
    yourype ype\"ype(ype,ype.ype:ype_ypedypeoypesystaysteytesythoywor\
    zatizerozionzone{\n\t\t{\n  {\npu{0}\'{0}\\{1}\'{if({let{par{ret{str{typ\
    {var}\n\t\t}\n\n\t}\n\n }\n\n/}\n  }\n#[}\n}\n} */} el});\n},\n };\n\n};\n }\\\" }fun\
";

/// Of each which share it has: the `0` stands for the first.
#[rustfmt::skip]
static RANKS: &[u8; COUNT] = b"\
    0NF;AKV=b]LM8>DJ>8Z[?I7;GL?X0VKcobS8_hlQWW0c4b`>UVRIbK00`<7g::Tc\
    li^OmEFf6>lECcW[E1R_Jb;aI002DC47HL;05AEJLNFaYM2:2342X02=992012J6\
    >[E0;f5I36>=Ga=iP:L>9<45Jcb1=LC@LYUD07RV5K`55H\\@cA=U1J3OgGcYBF=Z\
    13C4Z^m7``^nc0@97VK;fk^XS`liF];>^I_KNOeFldVPeONMF<SXoMjcGCM2me4[\
    J:HanA?mLd`bR_56_aU4lO30i0UGe:d7oQFL9IADVEeFJ=JZ=R]I;T5@68ni`866\
    i>`T>[jB[@Rk[\\`Lc]eiZLgA[J[58b81=aJ89<434MGY[J5iaB^VEn]?NEI8F\\?8\
    `A8GE=JAL20FQ_=PW:8hE2XAdA[o`hH=TOXI7a`GN8gPDM3Cg5IU7QQ<L7Y052C=\
    eh_<Nah5Y031CBNYU35i1S9<M@\\hdD2VGk?DM\\dcA\\I8[OOi<W4SkGD5V5NF:m43\
    S>C>1]m8HFJ54]e=9U?O2P9C\\lA9@1;KjVV>ZoIECFj?630kBI_Xj[ZYR0I:`Dfb\
    URL@DiD2am2nLg:XUM]Jd=\\300NHM0fQAn6W18Z;FT^e[2>25]8bRC7;B3EI;40k\
    [W:61IB;6JLj3C>jEhU:fd04X0If9jXkYbm\\kZHoU`mlfTegjdkfQn[SnTALljXe\
    o:UPPS`cEJ27S3`L7GF6nS=T;YN]A4b\\A=MoegUIhVV2jQYDj`XS4_o6_L[hTV8K\
    0;k5Q9F0Y9T>]81aW4360N]ZlKWUGTDAH`f[:V=Y]=2Af709R2J0TF;bM>d_T]>L\
    ^dBGmVFiQADCNJ>e^QU\\>WSoc0hX`<KGHC2`k^eC1l\\PaS\\YNji1@JO]<fYg9FWf\
    UYF^k^_5cZ@TGJEWbl@?n[lg]Kg;kjTgXO>R:]<OZd[dDC<<^<JJ@ZUS^Q?o80X1\
    mBYP1lMZ4O4EM70gOeg2MY;MEMLnZ7EY@mFY9bDG[FFBGDF0MhMW[JSSeaYn7N`f\
    Y:jN8o`MmS9m9R1iGA_GB2Sb7W0j5Hh:^DaOhW_S[TJ`B?C>dNUV>mc64mVFN=O]\
    e:>gU<KPQV_nMGd5TPgB2h\\A9QIhhYRiVnAAGZGEkPe8oHh\\o_`S9N@V=6T>@C@H\
    6M8fS=<HWBVm;8^NZY[C5kSFhVihmambK7THk4C:\\M7jD@:hn<C^N8YEi\\DXSLh]\
    J`88Jd9R5Q2nKBJ>TS]T9dNEohWYUbZnSoA]^NWV[jejm]knS_1`:SVMlc8`S@GS\
    iM;YTBhOEGS=[ZTL]T]Yo_cn^iI[kIj]:h6;UAMI6>4]b1b?6V\\CF`O;Y8:?W\\VW\
    mfaR2H1?RgEA>4e6XZXciBKS=K@\\g]mjaF27<6^MN;7L9;=hW2G3HhDaIeHiejH7\
    iS_CE2Bg1eFg]OGm\\25cKeGE;5W<o7\\_NfZJag@c0@V3f;85L4A_JnTMMU5OQ17;\
    YglNNTRa\\UKFDodE37`a=UUY9:7fbHkbPDW>;`k6I`@Ll7cW=k[3>S8[K8i9:F=f\
    `d98A[6Slj86b9Y<aBNIi5lN?WW@Tbi63WAQ=2eU?J130\\<9R01B;?WZFSD5;4ZQ\
    Z9O0Gj5VaCCgfhEah9m^a[D\\Y=ZWZ?:ZEmdXnkmDeWn25mEZmmQQg]n@6J=5eQ43\
    O968`:l[;XYA`Um[]ffmGXSf49ZhN<;gECJZTga`1j3b2EBYDMZaE[\\6h<KdXIM>\
    eE[5?S`nNNLcVF;eWCfA8bF^?ed4=SRGLnTB4R6jjWY[]hGDd<]l5eZViWQ_hk?j\
    T9a?H_LokFQe\\HcPMJLKhMP\\Z]`EIKAoK=<:k@cN;6eJN@bYQB96?E[VbbFZ@?kJ\
    ?T`8PfiIX\\ThbFQZTod[IOo48W3MHgX;noik^]PAR6W[<71f5gG1Ue?BHiioQb`E\
    ?5TGFAG[^4kS638E3CKSQEc87C6:2F4iS7@^XDkab@\\64lKK^oKO<JQfDnXT[RC2\
    O>[7b_c?XU?G>ld1?_^`4>a7?5H\\C<eMiP<i`_dES`PlX:KBc9^LmRGhDX37=_TC\
    H[]LU4[_VDnPTOQ^D:h7RdlOV0[Q@?@lBFbU8c22HOf\\6MKdFeXe]XR[kl9g\\^m4\
    Knm]VU44:P8FR8;GMP;:]1KiC7:AI?5R`U1FC@2VjT^1FVS0eIgjAgblI7ajLP8^\
    ae`aOX^Rl1_BENQE;kEO;nHGh?:LjRn?:4l=b=FM:JSBmRHJPU?D:Lo@:GBj:U;8\
    fenmANG@2c0KhodgO^nKR[JA015nE8eUlBQ7[@;O9CIQ@ZIWO_:jYi6PjYH1ogVT\
    NX^kD65>fCmQ[eJd_l;>jNF:N?KmMoTLU22mmIiV9XOCI_>\\f[3dD_B^g7hF7K0@\
    @_GDT2Y@fY4?V<b2MGok3=dZZLH082C@9`>j25J0`WiRQT9QeaA@NmlgEf?aTUOn\
    4=^Q\\PmmKcY^L_QjTNQ\\OkHRcdU92d5;hQ1L2dWAPPBBI\\bCd@Qolf\\NLR1R<ndA\
    ad]WnSKBHKjOc\\TY<:o97Y3K7_;MmIXo[KR\\Ghkd>f<@P<3lMQ3f@oJad1GBH8Ba\
    obabci]EPI3Hc^`gJS2FDZ6EPi9\\OcoWK_amQ6G>RH97f@B`o^ndDcXn7bCaQk]@\
    \\@;P^TWAMJfnbebJ6]XhE=@PU?Z4LeTc5:EIOh\\_HQ0cVWJ=<6[e_bO^ec_AHTR_\
    >N1Jf;CT6YB3M17MdK:7hGU?MMnVPkLNcUh=MiRVWL\\FEd3NSj=KMUhndgg^eZhk\
    aaEADch0Y?EJg>XN7PgO>J0nXDW\\eHlmN]=6<5foDDDFa\\kniPR``WEiIi9ii5C^\
    <<ZiXA]kK\\c:\\oNPkkjSYK3lPm:8^=DDXTO613S\\44KcSQ<iSWVkRbl_ZGc12U9Q\
    bZCInA:V\\N=57B=GKHX?=OY4j9iJCLk\\\\XGddXm;dUjjH2KCR_oWC6hBO[ABiOem\
    1jnY5^b5djF=fBE6j`BQTbHIU=ZlnV6ZcPM]b>GT^:6Wb7dd_NB^cR?oBe\\?aFTF\
    ]nFVI`bk6jAW:gL?V`;f6Tk6iaa<kgBNh_0B4MBBiAkJ1eB1eIWO?nO_SmKWZhW?\
    X_ZVQiO@R>fohOEl5Thc4o>N6c8Sof>YlUMQ8HH^<7?N3B8Z_9DhM\\YgmQYl?b7a\
    _253=P2dCALCffkXa98oj5Ad<[kn3cjQKG=?<o;YQo<Wm:nXLCnl0Y<TlT`GLk:g\
    ND1M<BFWAY1?>e1U01Q4:XcClgWCeFTgG<4JGn9Uf`IT[FlUW9U>VolKG]jmlkbR\
    SZa;kHV;7Q`=>@SE`I235lKcS_glAXPfKnPciV3EEk:]P7CV_8I;_W=N>9S5@P?2\
    L;6N1H40og_>8;G>l6LaH;O1<49ZB?d]l9]jh[L@^H8ojJfO>NliAX5b5_D3;GCZ\
    H@R=CRf2Dj1B^=4i^kma>7G]UVI4dNOOP=1Q929m=Bi^aJCoC9Hjb9@Qc\\C4:Z]P\
    n8;ZCNZlLO_V[ajhWE^^VoWPo^R1cdf^j\\dOCZ\\iXX\\@@YJY<];3jmRG?mdLHJKG\
    ]TK]9F[nO0HHXe>2BKDID]M[`]JH=6Z3m1<al2U=_aR<;lDfc3>R5fPSK3gfKFO4\
    7ON<IfRX\\hU_UGYk<JdFN__g@I>231\\VYHoOQgIddHD13>Pa4M8XU:<RI>3ViTYE\
    BQ@NbmJ^9>fVOoIM@Lak<HO9Coi\\il5ZfLeRHKd<KhbS`cg?WIT?ROSkPbn_fnHa\
    UiL]6HP^=ePP4eJ8333L@e?[]_RcHWd35VgX<;PDH;9Mm=6_^I6@AXn2m2]URaOU\
    I4I07Q3[jF07EMRA1=cbDAg2P4X0`O5SUCVU]fc[W<i\\`o7hXb?kjQQS?H18k8D:\
    CM>6@a1hj43ZXRYhRlZll7R1Al]30?0h9Q5GHc1PELco]XjSgBSe<;lL7Y4`BER@\
    <Tb4?hZPJP95`0a6Nc[WR<LMBK[:W3<IIf0gX>Dg3D7Ma<:B_;4DgemUhdZEAg8n\
    :02=TDoofiej\\APg3D^nBfI8iJQLcb_jnk8LAGY?Z^g1<@;7oBIU:35a:YPLHmm^\
    cgKgKZ^kl\\:gVPCk]3PkoDF3XA5nJ:EKdPfe40l7MFPAnAVbGBX6o1bID>76NRL?\
";

/// At how many places of text each stands.
const SHARES: [f64; COUNT / OF_A_SHARE] = [
    2.3e-3, 5.5e-4, 3.8e-4, 3.1e-4, 2.7e-4, 2.4e-4, 2.1e-4, 1.9e-4, 1.8e-4, 1.6e-4, 1.5e-4, 1.4e-4,
    1.3e-4, 1.3e-4, 1.2e-4, 1.1e-4, 1.1e-4, 1.0e-4, 9.9e-5, 9.5e-5, 9.0e-5, 8.7e-5, 8.4e-5, 8.1e-5,
    7.8e-5, 7.6e-5, 7.3e-5, 7.1e-5, 6.9e-5, 6.8e-5, 6.6e-5, 6.4e-5, 6.3e-5, 6.1e-5, 6.0e-5, 5.8e-5,
    5.7e-5, 5.5e-5, 5.4e-5, 5.3e-5, 5.2e-5, 5.0e-5, 4.9e-5, 4.9e-5, 4.8e-5, 4.7e-5, 4.6e-5, 4.5e-5,
    4.4e-5, 4.3e-5, 4.2e-5, 4.2e-5, 4.1e-5, 4.0e-5, 4.0e-5, 3.9e-5, 3.9e-5, 3.8e-5, 3.7e-5, 3.7e-5,
    3.6e-5, 3.5e-5, 3.5e-5, 3.4e-5,
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
    let shares = grams.iter().zip(SHARES);
    shares.map(|(some, share)| f64::from(some.count_ones()) * share).sum()
}
