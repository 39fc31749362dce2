def test_pages_answer(browser):
    for page in ("/account","/mail","/projects","/account/forgot"):
        r = browser("olga").get(page); assert r.status_code == 200, (page, r.get_data(as_text=True)[:500])
    for page in ("/projects/1","/projects/people", "/account/reminders/project/1"):
        r = browser("olga").get(page); assert r.status_code == 200, (page, r.get_data(as_text=True)[:500])
