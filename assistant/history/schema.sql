CREATE TABLE conversation (
    -- Never given out again: another chat may still hold the number of one that was deleted.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pack TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    begun TEXT NOT NULL,
    touched TEXT NOT NULL
) STRICT;

CREATE INDEX conversation_by_time ON conversation (pack, touched);

CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    asked TEXT NOT NULL,
    question TEXT NOT NULL,
    -- These three are empty until the question was answered.
    status TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    reply TEXT NOT NULL DEFAULT '',
    mark TEXT NOT NULL DEFAULT '' CHECK (mark IN ('', 'right', 'wrong'))
) STRICT;

CREATE INDEX turn_by_conversation ON turn (conversation);

CREATE VIRTUAL TABLE turn_text USING fts5 (
    question, answer, content = 'turn', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2',
    -- Words are looked for from their first letter on.
    prefix = '1 2 3'
);

CREATE TRIGGER turn_added AFTER INSERT ON turn BEGIN
    INSERT INTO turn_text (rowid, question, answer) VALUES (new.id, new.question, new.answer);
END;

CREATE TRIGGER turn_changed AFTER UPDATE OF question, answer ON turn BEGIN
    INSERT INTO turn_text (turn_text, rowid, question, answer)
        VALUES ('delete', old.id, old.question, old.answer);
    INSERT INTO turn_text (rowid, question, answer) VALUES (new.id, new.question, new.answer);
END;

CREATE TRIGGER turn_removed AFTER DELETE ON turn BEGIN
    INSERT INTO turn_text (turn_text, rowid, question, answer)
        VALUES ('delete', old.id, old.question, old.answer);
END;

CREATE VIRTUAL TABLE name_text USING fts5 (
    name, content = 'conversation', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER conversation_added AFTER INSERT ON conversation BEGIN
    INSERT INTO name_text (rowid, name) VALUES (new.id, new.name);
END;

CREATE TRIGGER conversation_renamed AFTER UPDATE OF name ON conversation BEGIN
    INSERT INTO name_text (name_text, rowid, name) VALUES ('delete', old.id, old.name);
    INSERT INTO name_text (rowid, name) VALUES (new.id, new.name);
END;

CREATE TRIGGER conversation_removed AFTER DELETE ON conversation BEGIN
    INSERT INTO name_text (name_text, rowid, name) VALUES ('delete', old.id, old.name);
END;

PRAGMA user_version = 1;
