-- What the index holds of folded words: each at its place, and behind a ~ with its digraphs collapsed, as
-- app/search/folding.py collapses them; tests/search/test_index.py holds the two against each other.
CREATE FUNCTION search_vector(folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(
        string_agg(
            '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':' || least(place, 16383), ' '
        ), ''
    )::tsvector
    FROM (
        SELECT left(word, 64) AS word, place,
            replace(replace(replace(replace(left(word, 64), 'aa', 'a'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u') AS collapsed
        FROM unnest(string_to_array(folded, ' ')) WITH ORDINALITY AS words (word, place)
        WHERE word <> ''
    ) AS cut
    CROSS JOIN LATERAL (
        SELECT word AS lexeme UNION ALL SELECT '~' || collapsed WHERE collapsed <> word
    ) AS forms
$$;
