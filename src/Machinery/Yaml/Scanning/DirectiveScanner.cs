namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>Reads the <c>%YAML</c> and <c>%TAG</c> lines before a document.</summary>
internal static class DirectiveScanner
{
    public static bool Scan(ScanState state, out Token token)
    {
        var cursor = state.Cursor;
        var start = cursor.Mark;
        token = default;
        cursor.Skip();
        var name = TagScanner.ScanName(cursor);
        if (name.Length == 0) return state.Fail("could not find expected directive name");
        if (!cursor.IsBlankOrEnd) return state.Fail("found unexpected non-alphabetical character");
        cursor.SkipBlanks();
        var scanned = name switch
        {
            "YAML" => ScanVersion(state, start, out token),
            "TAG" => ScanTag(state, start, out token),
            _ => state.Fail("found unknown directive name"),
        };
        if (!scanned) return false;
        cursor.SkipBlanks();
        cursor.SkipComment();
        if (!cursor.IsBreakOrEnd) return state.Fail("did not find expected comment or line break");
        if (cursor.IsBreak) cursor.SkipBreak();
        return true;
    }

    private static bool ScanVersion(ScanState state, Mark start, out Token token)
    {
        token = default;
        if (ScanNumber(state) is not { } major) return false;
        if (state.Cursor.Current != '.') return state.Fail("did not find expected digit or '.' character");
        state.Cursor.Skip();
        if (ScanNumber(state) is not { } minor) return false;
        token = new(TokenKind.VersionDirective, start, state.Cursor.Mark) { Name = $"{major}.{minor}" };
        return true;
    }

    private static int? ScanNumber(ScanState state)
    {
        var cursor = state.Cursor;
        var value = 0;
        var length = 0;
        for (; char.IsAsciiDigit((char)cursor.Current); cursor.Skip())
        {
            value = (value * 10) + cursor.Current - '0';
            if (++length <= 2) continue;
            state.Fail("found extremely long version number");
            return null;
        }

        if (length > 0) return value;
        state.Fail("did not find expected version number");
        return null;
    }

    private static bool ScanTag(ScanState state, Mark start, out Token token)
    {
        var cursor = state.Cursor;
        token = default;
        if (cursor.Current != '!') return state.Fail("did not find expected '!'");
        var handle = TagScanner.ScanHandle(state);
        if (handle != "!" && handle[^1] != '!') return state.Fail("did not find expected '!'");
        if (!cursor.IsBlank) return state.Fail("did not find expected whitespace");
        cursor.SkipBlanks();
        if (TagScanner.ScanUri(state, "") is not { } prefix) return false;
        if (!cursor.IsBlankOrEnd) return state.Fail("did not find expected whitespace or line break");
        token = new(TokenKind.TagDirective, start, cursor.Mark) { Name = handle, Suffix = prefix };
        return true;
    }
}
