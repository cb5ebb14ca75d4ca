namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>The columns of the open block collections. Within a flow collection indentation means nothing.</summary>
internal sealed class IndentStack(ScanState state, TokenQueue queue)
{
    private readonly Stack<int> _outer = [];

    /// <summary>Opens a collection at the reading place, if that is deeper than the one around.</summary>
    public bool Roll(TokenKind kind) => Roll(kind, state.Cursor.Mark, queue.NextNumber);

    /// <summary>Opens a mapping before its first key, if the key is deeper than the collection around.</summary>
    public bool Roll(TokenKind kind, SimpleKey firstKey) => Roll(kind, firstKey.Mark, firstKey.Token);

    /// <summary>Closes the collections deeper than <paramref name="column"/>.</summary>
    public void Unroll(int column)
    {
        if (state.FlowLevel > 0) return;
        while (state.Indent > column)
        {
            queue.Add(new(TokenKind.BlockEnd, state.Cursor.Mark, state.Cursor.Mark));
            state.Indent = _outer.Pop();
        }
    }

    private bool Roll(TokenKind kind, Mark mark, int number)
    {
        if (state.FlowLevel > 0 || state.Indent >= mark.Column) return true;
        _outer.Push(state.Indent);
        state.Indent = mark.Column;
        if (_outer.Count > state.MaxDepth) return state.Fail($"exceeded max depth of {state.MaxDepth}", mark);
        queue.Insert(number, new(kind, mark, mark));
        return true;
    }
}
