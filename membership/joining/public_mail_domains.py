"""Domains at which anybody can have an address: free mail, addresses of internet providers, throw-away addresses.

A domain that is not here does no harm that is not undone by staff: its people would be peers of one company.
"""

FREE_MAIL = """
126.com 163.com aim.com aol.com bol.com.br comcast.net daum.net email.com fastmail.com fastmail.fm free.fr freenet.de
gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de
hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com inbox.ru laposte.net libero.it list.ru live.co.uk live.com
live.fr live.nl mac.com mail.com mail.ru me.com msn.com naver.com online.de orange.fr outlook.com outlook.de outlook.fr
posteo.de posteo.net proton.me protonmail.ch protonmail.com pm.me qq.com rambler.ru rediffmail.com rocketmail.com
seznam.cz sfr.fr sina.com sky.com t-online.de talktalk.net tuta.com tutanota.com tutanota.de uol.com.br verizon.net
virgilio.it virginmedia.com wanadoo.fr web.de wp.pl ya.ru yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com
yahoo.com.au yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com
zohomail.com att.net bellsouth.net bigpond.com bluewin.ch btinternet.com cox.net duck.com ntlworld.com o2.pl onet.pl
optonline.net privaterelay.appleid.com runbox.com sbcglobal.net shaw.ca terra.com.br tiscali.it
"""

THROW_AWAY = """
10minutemail.com 10minutemail.net 33mail.com anonaddy.com burnermail.io discard.email dispostable.com emailondeck.com
fakeinbox.com getairmail.com getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.net
guerrillamail.org guerrillamailblock.com inboxkitten.com mail-temp.com mail.tm maildrop.cc mailcatch.com mailinator.com
mailinator.net mailnesia.com mailsac.com minuteinbox.com mintemail.com moakt.com mohmal.com mytemp.email nada.email
sharklasers.com simplelogin.com spam4.me spamgourmet.com temp-mail.io temp-mail.org tempail.com tempmail.com
tempmail.dev tempr.email throwawaymail.com trashmail.com trashmail.de trashmail.net yopmail.com yopmail.fr yopmail.net
"""

PUBLIC_MAIL_DOMAINS = frozenset(f"{FREE_MAIL} {THROW_AWAY}".split())
