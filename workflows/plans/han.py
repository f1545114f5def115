"""Traditional characters: every pattern of this room is written in simplified ones and made to match both.

Only patterns are widened; the text itself is never converted, for it is kept as printed.
"""

from __future__ import annotations

import re

_PAIRS = (
    "责責单單问問题題项項时時间間进進达達标標导導领領长長办辦关關县縣区區乡鄉镇鎮党黨务務厅廳会會员員协協参參与與号號编編"
    "处處门門实實内內馈饋级級体體坚堅经經开開发發环環态態质質减減压壓万萬亿億吨噸亩畝顷頃电電话話联聯监監举舉报報页頁转轉"
    "载載请請尽盡围圍执執设設总總结結继繼续續阶階后後来來这這个個们們为為从從两兩东東车車马馬严嚴产產则則决決准準划劃创創"
    "动動势勢医醫华華单單历歷压壓厂廠双雙变變叶葉听聽启啟团團国國图圖场場坏壞块塊垒壘备備够夠头頭夹夾夺奪奋奮妇婦学學"
    "宁寧审審宽寬对對导導将將层層属屬岁歲岛島岭嶺峡峽币幣师師帐帳带帶帮幫库庫应應庙廟废廢张張弃棄归歸录錄忆憶怀懷"
    "惩懲战戰护護担擔拟擬择擇挂掛损損换換据據摆擺收收数數断斷无無旧舊显顯条條杂雜权權构構枪槍柜櫃树樹样樣档檔检檢楼樓"
    "没沒治治测測济濟浊濁浓濃涂塗涌湧润潤涨漲渔漁湾灣湿濕满滿滤濾灭滅灯燈灾災炉爐点點炼煉烟煙热熱牵牽状狀独獨"
    "现現琼瓊画畫畅暢疗療确確础礎矿礦码碼砖磚礼禮离離种種积積称稱稳穩穷窮竞競笔筆笼籠类類粮糧纪紀级級纲綱纳納纵縱"
    "线線练練组組细細织織终終绍紹统統绩績维維综綜绿綠缓緩缴繳网網罚罰职職联聯肃肅脏臟舰艦节節芦蘆苏蘇药藥获獲营營"
    "蓝藍虑慮虽雖补補规規视視览覽觉覺计計订訂认認讨讨记記讲講许許论論访訪证證评評识識诉訴词詞译譯试試诚誠详詳语語误誤"
    "说說调調谁誰谈談负負贡貢财財责責败敗账賬货貨贴貼费費资資赔賠赛賽赵趙践踐轮輪软軟较較辅輔输輸边邊迁遷过過运運还還"
    "远遠违違连連适適选選递遞邮郵邻鄰郑鄭郁鬱释釋里里针針钢鋼钱錢铁鐵铅鉛银銀销銷错錯镇鎮闭閉闲閒队隊阳陽阴陰际際陆陸"
    "险險随隨隐隱难難雾霧静靜韩韓顶頂项項须須顾顧预預频頻颗顆饮飲馆館驻駐验驗鱼魚鲁魯鸟鳥麦麥龙龍齐齊条條汇匯台臺"
    "举舉纠糾签簽筹籌圾圾滥濫浆漿渊淵云雲广廣义義乐樂书書买買乱亂争爭亏虧亚亞仅僅仓倉价價众眾优優伞傘传傳伤傷伦倫"
    "偿償儿兒兑兌兴興养養兽獸冈岡冲沖冻凍净淨凉涼几幾凤鳳凭憑击擊凿鑿刘劉刚剛剂劑剑劍剥剝剧劇劝勸劳勞励勵勋勳匀勻"
)
_TO_TRADITIONAL = {
    _PAIRS[index]: _PAIRS[index + 1] for index in range(0, len(_PAIRS), 2) if _PAIRS[index] != _PAIRS[index + 1]
}
_TO_SIMPLIFIED = str.maketrans({traditional: simple for simple, traditional in _TO_TRADITIONAL.items()})


def both(source: str) -> re.Pattern[str]:
    """Compile a pattern written in simplified characters so that each also matches its traditional form."""
    return re.compile(_widened(source))


def simplified(words: str) -> str:
    """The words with the traditional characters of our patterns made simple, for looking them up; lengths do not change."""
    return words.translate(_TO_SIMPLIFIED)


def _widened(source: str) -> str:
    """Each character becomes a class of its two forms; inside a class the other form is added. Group names stay as they are."""
    out, inside = [], False
    for index, char in enumerate(source):
        escaped = index > 0 and source[index - 1] == "\\"
        if char == "[" and not escaped and not inside:
            inside = True
        elif char == "]" and not escaped and inside:
            inside = False
        other = _TO_TRADITIONAL.get(char)
        if other is None:
            out.append(char)
        else:
            out.append(char + other if inside else f"[{char}{other}]")
    return "".join(out)
