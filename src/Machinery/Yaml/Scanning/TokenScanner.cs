namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>Turns the characters of one document into the words of the grammar, as upstream's scanner does.</summary>
/// <remarks>
/// A key is known to be one only at its <c>:</c>, so tokens wait in a queue while their first may still turn out to be
/// the start of a key; the tokens that open the mapping are then put in front. YAML bounds that wait to 1024 characters
/// of one line.
/// </remarks>
internal sealed class TokenScanner
{
    private readonly ScanState _state;
    private readonly SourceCursor _cursor;
    private readonly TokenQueue _queue = new();
    private readonly IndentStack _indents;
    private readonly SimpleKeyStack _keys;
    private readonly LineFold _fold = new();
    private readonly BlockScalarScanner _blockScalars;
    private bool _isFinished;

    public TokenScanner(ScanState state)
    {
        _state = state;
        _cursor = state.Cursor;
        _indents = new(state, _queue);
        _keys = new(state, _queue);
        _blockScalars = new(state);
    }

    public YamlError? Error => _state.Error;

    /// <summary>The next token, which stays next.</summary>
    /// <returns>False after an error.</returns>
    public bool TryPeek(out Token token)
    {
        token = default;
        if (_state.HasFailed) return false;
        while (!_isFinished && (_queue.Count == 0 || _keys.MayStartAtHead()))
            if (!FetchNext()) return false;
        if (_state.HasFailed) return false;
        token = _queue.Head;
        return true;
    }

    /// <summary>Takes the token last peeked at. The end of the stream stays.</summary>
    public void Take()
    {
        if (_queue.Head.Kind != TokenKind.StreamEnd) _queue.Take();
    }

    private bool FetchNext()
    {
        SkipToToken();
        _indents.Unroll(_cursor.Column);
        if (_cursor.IsEnd) return FetchStreamEnd();
        if (_cursor.Column == 0 && _cursor.Current == '%') return FetchDirective();
        if (_cursor.IsDocumentIndicator) return FetchDocumentIndicator();
        var endsWord = _state.FlowLevel > 0 || _cursor.IsBlankOrEndAt(1);
        return (char)_cursor.Current switch
        {
            '[' => FetchFlowStart(TokenKind.FlowSequenceStart),
            '{' => FetchFlowStart(TokenKind.FlowMappingStart),
            ']' => FetchFlowEnd(TokenKind.FlowSequenceEnd),
            '}' => FetchFlowEnd(TokenKind.FlowMappingEnd),
            ',' => FetchFlowEntry(),
            '-' when _cursor.IsBlankOrEndAt(1) => FetchBlockEntry(),
            '?' when endsWord => FetchKey(),
            ':' when endsWord => FetchValue(),
            '*' => FetchKeyStart(TokenKind.Alias),
            '&' => FetchKeyStart(TokenKind.Anchor),
            '!' => FetchKeyStart(TokenKind.Tag),
            '|' or '>' when _state.FlowLevel == 0 => FetchBlockScalar(),
            '\'' or '"' => FetchKeyStart(TokenKind.Scalar),
            '#' or '|' or '>' or '%' or '@' or '`' or '\t' => _state.Fail("found character that cannot start any token"),
            _ => FetchKeyStart(TokenKind.Scalar),
        };
    }

    /// <summary>Passes over blanks, comments and line breaks. Tabs may not indent in a place where a key could start.</summary>
    private void SkipToToken()
    {
        while (true)
        {
            while (_cursor.Current == ' ' || (_cursor.Current == '\t' && (_state.FlowLevel > 0 || !_state.IsSimpleKeyAllowed)))
                _cursor.Skip();
            _cursor.SkipComment();
            if (!_cursor.IsBreak) return;
            _cursor.SkipBreak();
            if (_state.FlowLevel == 0) _state.IsSimpleKeyAllowed = true;
        }
    }

    private bool FetchStreamEnd()
    {
        _cursor.EndLine();
        _isFinished = true;
        return EndDocument() && AddIndicator(TokenKind.StreamEnd, 0);
    }

    private bool FetchDirective()
    {
        if (!EndDocument() || !DirectiveScanner.Scan(_state, out var token)) return false;
        _queue.Add(token);
        return true;
    }

    private bool FetchDocumentIndicator()
    {
        var kind = _cursor.Current == '-' ? TokenKind.DocumentStart : TokenKind.DocumentEnd;
        return EndDocument() && AddIndicator(kind, 3);
    }

    private bool EndDocument()
    {
        _indents.Unroll(-1);
        if (!_keys.Drop()) return false;
        _state.IsSimpleKeyAllowed = false;
        return true;
    }

    private bool FetchFlowStart(TokenKind kind)
    {
        if (!_keys.Save()) return false;
        if (!_keys.OpenFlow()) return false;
        _state.IsSimpleKeyAllowed = true;
        return AddIndicator(kind, 1);
    }

    private bool FetchFlowEnd(TokenKind kind)
    {
        if (!_keys.Drop()) return false;
        _keys.CloseFlow();
        _state.IsSimpleKeyAllowed = false;
        return AddIndicator(kind, 1);
    }

    private bool FetchFlowEntry()
    {
        if (!_keys.Drop()) return false;
        _state.IsSimpleKeyAllowed = true;
        return AddIndicator(TokenKind.FlowEntry, 1);
    }

    /// <summary>A <c>-</c> within a flow collection is left for the parser to refuse, which knows the context.</summary>
    private bool FetchBlockEntry()
    {
        if (_state.FlowLevel == 0)
        {
            if (!_state.IsSimpleKeyAllowed) return _state.Fail("block sequence entries are not allowed in this context");
            if (!_indents.Roll(TokenKind.BlockSequenceStart)) return false;
        }

        if (!_keys.Drop()) return false;
        _state.IsSimpleKeyAllowed = true;
        return AddIndicator(TokenKind.BlockEntry, 1);
    }

    private bool FetchKey()
    {
        if (_state.FlowLevel == 0)
        {
            if (!_state.IsSimpleKeyAllowed) return _state.Fail("mapping keys are not allowed in this context");
            if (!_indents.Roll(TokenKind.BlockMappingStart)) return false;
        }

        if (!_keys.Drop()) return false;
        _state.IsSimpleKeyAllowed = _state.FlowLevel == 0;
        return AddIndicator(TokenKind.Key, 1);
    }

    private bool FetchValue()
    {
        if (_keys.TakeValid() is { } key)
        {
            _queue.Insert(key.Token, new(TokenKind.Key, key.Mark, key.Mark));
            if (!_indents.Roll(TokenKind.BlockMappingStart, key)) return false;
            _state.IsSimpleKeyAllowed = false;
        }
        else
        {
            if (_state.HasFailed) return false;
            if (_state.FlowLevel == 0)
            {
                if (!_state.IsSimpleKeyAllowed) return _state.Fail("mapping values are not allowed in this context");
                if (!_indents.Roll(TokenKind.BlockMappingStart)) return false;
            }

            _state.IsSimpleKeyAllowed = _state.FlowLevel == 0;
        }

        return AddIndicator(TokenKind.Value, 1);
    }

    private bool FetchBlockScalar()
    {
        if (!_keys.Drop()) return false;
        _state.IsSimpleKeyAllowed = true;
        if (!_blockScalars.Scan(literal: _cursor.Current == '|', out var token)) return false;
        _queue.Add(token);
        return true;
    }

    /// <summary>Fetches a token that may be the start of a key, behind which no other key can start.</summary>
    private bool FetchKeyStart(TokenKind kind)
    {
        if (!_keys.Save()) return false;
        _state.IsSimpleKeyAllowed = false;
        var isQuoted = _cursor.Current is (byte)'\'' or (byte)'"';
        Token token;
        var scanned = kind switch
        {
            TokenKind.Tag => TagScanner.ScanTag(_state, out token),
            TokenKind.Scalar when isQuoted => QuotedScalarScanner.Scan(_state, _fold, out token),
            TokenKind.Scalar => PlainScalarScanner.Scan(_state, _fold, out token),
            _ => TagScanner.ScanAnchor(_state, kind, out token),
        };
        if (scanned) _queue.Add(token);
        return scanned;
    }

    private bool AddIndicator(TokenKind kind, int length)
    {
        var start = _cursor.Mark;
        _cursor.Skip(length);
        _queue.Add(new(kind, start, _cursor.Mark));
        return true;
    }
}
