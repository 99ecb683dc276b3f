-- A million rows, three in four with a credential of some kind; none is left once they are redacted.
CREATE TABLE messages(id INTEGER PRIMARY KEY, body TEXT);
INSERT INTO messages
WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 1000000)
SELECT i, CASE i % 4
    WHEN 0 THEN 'connecting to redis://app:' || lower(hex(randomblob(4))) || 'kX93mLq0ZtWv@cache:6379/0 for order ' || i
    WHEN 1 THEN 'aws_access_key_id=AK' || 'IAQ3EGV5VZSW2LX7KM aws_secret_access_key=vT9xK2mQ7bLr4WzN8cHd/1Jp+6YgSf3UaEo5iRkB order ' || i
    WHEN 2 THEN 'retry of cmVkaXM6Ly9hcHA6a1g5M21McTBadFd2QGNhY2hlOjYzNzkvMA== after ' || i || ' ms'
    ELSE '{"ts":"2026-01-01T00:00:00Z","level":"info","msg":"request served","path":"/api/v2/orders/' || i || '","ms":' || (i % 97) || '}'
END FROM numbers;
SELECT 'rows with a secret', sum(has_secret(body)) FROM messages;
UPDATE messages SET body = redact(body);
SELECT 'rows with a secret', sum(has_secret(body)) FROM messages;
SELECT 'rows that say it', count(*) FROM messages
WHERE body LIKE '%kX93mLq0ZtWv%' OR body LIKE '%vT9xK2mQ7bLr4WzN8cHd%' OR body LIKE '%a1g5M21McTBadFd2%';
SELECT 'rows left alone', count(*) FROM messages WHERE body LIKE '{"ts":%"request served"%}';
SELECT 'first', body FROM messages WHERE id = 4 AND body LIKE 'connecting to redis://app:********************@cache:6379/0 for order 4';
SELECT 'labelled', redact('redis://app:kX93mLq0ZtWv@cache:6379/0', 'label');
SELECT 'others', redact(5), redact(NULL) IS NULL, typeof(redact(x'00')), typeof(redact(1.5)), has_secret(NULL), redact('') = '';
