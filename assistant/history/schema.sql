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

-- The words of turns, as words.py folds them.
CREATE VIRTUAL TABLE turn_text USING fts5 (
    question, answer, tokenize = 'ascii',
    -- Words are looked for from their first letter on.
    prefix = '1 2 3'
);

-- Turns whose words are not in turn_text, or are not those that they hold now: no trigger can fold a text.
CREATE TABLE unindexed (turn INTEGER PRIMARY KEY) STRICT;

CREATE TRIGGER turn_added AFTER INSERT ON turn BEGIN
    INSERT OR IGNORE INTO unindexed (turn) VALUES (new.id);
END;

CREATE TRIGGER turn_changed AFTER UPDATE OF question, answer ON turn BEGIN
    INSERT OR IGNORE INTO unindexed (turn) VALUES (new.id);
END;

CREATE TRIGGER turn_removed AFTER DELETE ON turn BEGIN
    DELETE FROM unindexed WHERE turn = old.id;
    DELETE FROM turn_text WHERE rowid = old.id;
END;

-- The names of files whose turns were taken in, until they are deleted: see waiting.py.
CREATE TABLE taken_in (file TEXT PRIMARY KEY) STRICT;

PRAGMA user_version = 2;
