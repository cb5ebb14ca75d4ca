namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>Reads scalars without quotes: up to <c>: </c>, <c> #</c>, a flow indicator or a line indented less.</summary>
internal static class PlainScalarScanner
{
    public static bool Scan(ScanState state, LineFold fold, out Token token)
    {
        var cursor = state.Cursor;
        var indent = state.Indent + 1;
        var textStart = state.Text.Length;
        var start = cursor.Mark;
        var end = start;
        token = default;
        fold.Discard();
        while (!cursor.IsDocumentIndicator && cursor.Current != '#')
        {
            if (IsWithinScalar(state))
            {
                fold.Join(state.Text);
                do cursor.Copy(state.Text);
                while (IsWithinScalar(state));
                end = cursor.Mark;
            }

            if (!cursor.IsBlank && !cursor.IsBreak) break;
            if (!fold.Take(cursor, indent))
                return state.Fail("found a tab character that violates indentation");
            if (state.FlowLevel == 0 && cursor.Column < indent) break;
        }

        // A scalar that ran over the end of its line leaves the reading place where a key may start.
        if (fold.HasBreak) state.IsSimpleKeyAllowed = true;
        fold.Discard();
        token = new(TokenKind.Scalar, start, end) { Text = state.TextSince(textStart), IsPlain = true };
        return true;
    }

    private static bool IsWithinScalar(ScanState state) => state.Cursor.Current switch
    {
        (byte)':' => !state.Cursor.IsBlankOrEndAt(1),
        (byte)',' or (byte)'?' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' => state.FlowLevel == 0,
        _ => !state.Cursor.IsBlankOrEnd,
    };
}
