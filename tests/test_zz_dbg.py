from tests.test_client_people import *
def test_dbg(sqlite_world):
    world=sqlite_world
    acme(world); add(world); add(world, name="Eva Gil", phone="600765433")
    tries(world); world.press(ANA,"notice_next"); world.settle()
    for _ in range(4):
        m=world.last_with(world.server.dm(ANA),"notice_no_answer")
        print(world.rows("select tries, contact_id, retry_at, next_at from notices"), [b for b in str(m).split("'value': ") if 'no_answer' in b or b.startswith("'1:")][:3])
        print(world.press(ANA,"notice_no_answer")); world.settle(); world.pass_time(minutes=1)
    print(world.answers(ANA)[-500:])
