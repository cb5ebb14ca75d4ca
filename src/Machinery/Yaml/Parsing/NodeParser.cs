using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Parsing;

/// <summary>Reads one node with its content: the grammar of YAML 1.1, one method a production.</summary>
internal sealed class NodeParser(ScanState state, TokenScanner scanner, NodeTree tree, TagDirectives directives)
{
    private int _depth;

    public bool TryParseRoot() => TryParse(isBlock: true, mayBeIndentless: false);

    /// <param name="isBlock">False within a flow collection, where no block collection can start.</param>
    /// <param name="mayBeIndentless">True in a block mapping, where a sequence may stand at the column of its key.</param>
    private bool TryParse(bool isBlock, bool mayBeIndentless)
    {
        if (!scanner.TryPeek(out var token)) return false;
        if (token.Kind == TokenKind.Alias) return TryParseAlias(token);
        if (!TryParseProperties(ref token, out var properties)) return false;
        switch (token.Kind)
        {
            case TokenKind.BlockEntry when mayBeIndentless:
                return TryParseCollection(NodeKind.Sequence, properties, token, TryParseIndentlessEntries);
            case TokenKind.Scalar:
                AddScalar(token, properties);
                scanner.Take();
                return true;
            case TokenKind.FlowSequenceStart:
                return TryParseCollection(NodeKind.Sequence, properties, token, TryParseFlowSequence);
            case TokenKind.FlowMappingStart:
                return TryParseCollection(NodeKind.Mapping, properties, token, TryParseFlowMapping);
            case TokenKind.BlockSequenceStart when isBlock:
                return TryParseCollection(NodeKind.Sequence, properties, token, TryParseBlockEntries);
            case TokenKind.BlockMappingStart when isBlock:
                return TryParseCollection(NodeKind.Mapping, properties, token, TryParseBlockMapping);
        }

        if (properties.IsEmpty) return state.Fail("did not find expected node content", token.Start);
        AddNamed(properties, tree.Add(NodeKind.Scalar, properties.Start, properties.Tag, properties.Tag is null));
        return true;
    }

    private bool TryParseAlias(Token token)
    {
        if (!tree.TryGetAnchor(token.Name!, out var target)) return state.Fail($"unknown anchor '{token.Name}' referenced", token.Start);
        tree.AddAlias(token.Start, token.Name!, target);
        scanner.Take();
        return true;
    }

    /// <summary>Reads an anchor and a tag, in either order, at most one of each.</summary>
    private bool TryParseProperties(ref Token token, out NodeProperties properties)
    {
        properties = new(token.Start, null, null);
        while ((token.Kind == TokenKind.Anchor && properties.Anchor is null) || (token.Kind == TokenKind.Tag && properties.Tag is null))
        {
            if (token.Kind == TokenKind.Anchor) properties = properties with { Anchor = token.Name };
            else if (directives.Resolve(token) is { } tag) properties = properties with { Tag = tag };
            else return state.Fail("found undefined tag handle", token.Start);
            scanner.Take();
            if (!scanner.TryPeek(out token)) return false;
        }

        return true;
    }

    private void AddScalar(Token token, NodeProperties properties)
    {
        var isImplicit = (properties.Tag is null && token.IsPlain) || properties.Tag == "!";
        AddNamed(properties, tree.Add(NodeKind.Scalar, properties.Start, properties.Tag, isImplicit, token.Text));
    }

    private void AddNamed(NodeProperties properties, int index)
    {
        if (properties.Anchor is { } anchor) tree.SetAnchor(anchor, index);
    }

    private bool AddEmpty(Mark mark)
    {
        tree.Add(NodeKind.Scalar, mark, null, isImplicit: true);
        return true;
    }

    private bool TryParseCollection(NodeKind kind, NodeProperties properties, Token first, Func<bool> tryParseContent)
    {
        if (++_depth > state.MaxDepth) return state.Fail($"exceeded max depth of {state.MaxDepth}", first.Start);
        var index = tree.Add(kind, properties.Start, null, isImplicit: false);
        AddNamed(properties, index);
        // An indentless sequence has no token that opens it.
        if (first.Kind != TokenKind.BlockEntry) scanner.Take();
        if (!tryParseContent()) return false;
        tree.Close(index);
        _depth--;
        return true;
    }

    private bool TryParseBlockEntries()
    {
        while (true)
        {
            if (!scanner.TryPeek(out var token)) return false;
            scanner.Take();
            if (token.Kind == TokenKind.BlockEnd) return true;
            if (token.Kind != TokenKind.BlockEntry) return state.Fail("did not find expected '-' indicator", token.Start);
            if (!TryParseEntry(token.End, isIndentless: false)) return false;
        }
    }

    private bool TryParseIndentlessEntries()
    {
        while (true)
        {
            if (!scanner.TryPeek(out var token)) return false;
            if (token.Kind != TokenKind.BlockEntry) return true;
            scanner.Take();
            if (!TryParseEntry(token.End, isIndentless: true)) return false;
        }
    }

    private bool TryParseEntry(Mark behindIndicator, bool isIndentless)
    {
        if (!scanner.TryPeek(out var token)) return false;
        var isEmpty = token.Kind is TokenKind.BlockEntry or TokenKind.BlockEnd
            || (isIndentless && token.Kind is TokenKind.Key or TokenKind.Value);
        return isEmpty ? AddEmpty(behindIndicator) : TryParse(isBlock: true, mayBeIndentless: false);
    }

    private bool TryParseBlockMapping()
    {
        while (true)
        {
            if (!scanner.TryPeek(out var token)) return false;
            scanner.Take();
            if (token.Kind == TokenKind.BlockEnd) return true;
            if (token.Kind != TokenKind.Key) return state.Fail("did not find expected key", token.Start);
            if (!TryParseBlockPart(token.End)) return false;
            if (!scanner.TryPeek(out token)) return false;
            if (token.Kind != TokenKind.Value)
            {
                AddEmpty(token.Start);
                continue;
            }

            scanner.Take();
            if (!TryParseBlockPart(token.End)) return false;
        }
    }

    /// <summary>A key or value of a block mapping.</summary>
    private bool TryParseBlockPart(Mark behindIndicator)
    {
        if (!scanner.TryPeek(out var token)) return false;
        return token.Kind is TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd
            ? AddEmpty(behindIndicator)
            : TryParse(isBlock: true, mayBeIndentless: true);
    }

    private bool TryParseFlowSequence()
    {
        for (var isFirst = true; ; isFirst = false)
        {
            if (!TryPeekFlowItem(TokenKind.FlowSequenceEnd, isFirst, "did not find expected ',' or ']'", out var token)) return false;
            if (token.Kind == TokenKind.FlowSequenceEnd)
            {
                scanner.Take();
                return true;
            }

            var parsed = token.Kind == TokenKind.Key
                ? TryParseCollection(NodeKind.Mapping, new(token.Start, null, null), token, TryParseSinglePair)
                : TryParse(isBlock: false, mayBeIndentless: false);
            if (!parsed) return false;
        }
    }

    /// <summary>A mapping of one pair, written in a flow sequence without braces.</summary>
    private bool TryParseSinglePair()
    {
        if (!scanner.TryPeek(out var token)) return false;
        if (token.Kind is TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowSequenceEnd)
        {
            // Upstream passes over the word behind an empty key, whatever it is.
            AddEmpty(token.End);
            scanner.Take();
        }
        else if (!TryParse(isBlock: false, mayBeIndentless: false))
        {
            return false;
        }

        return TryParseFlowValue(TokenKind.FlowSequenceEnd);
    }

    private bool TryParseFlowMapping()
    {
        for (var isFirst = true; ; isFirst = false)
        {
            if (!TryPeekFlowItem(TokenKind.FlowMappingEnd, isFirst, "did not find expected ',' or '}'", out var token)) return false;
            if (token.Kind == TokenKind.FlowMappingEnd)
            {
                scanner.Take();
                return true;
            }

            if (token.Kind != TokenKind.Key)
            {
                // A key alone: its value is null.
                if (!TryParse(isBlock: false, mayBeIndentless: false) || !scanner.TryPeek(out token)) return false;
                AddEmpty(token.Start);
                continue;
            }

            scanner.Take();
            if (!scanner.TryPeek(out token)) return false;
            if (token.Kind is TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowMappingEnd) AddEmpty(token.Start);
            else if (!TryParse(isBlock: false, mayBeIndentless: false)) return false;
            if (!TryParseFlowValue(TokenKind.FlowMappingEnd)) return false;
        }
    }

    private bool TryPeekFlowItem(TokenKind end, bool isFirst, string problem, out Token token)
    {
        if (!scanner.TryPeek(out token)) return false;
        if (isFirst || token.Kind == end) return true;
        if (token.Kind != TokenKind.FlowEntry) return state.Fail(problem, token.Start);
        scanner.Take();
        return scanner.TryPeek(out token);
    }

    private bool TryParseFlowValue(TokenKind end)
    {
        if (!scanner.TryPeek(out var token)) return false;
        if (token.Kind == TokenKind.Value)
        {
            scanner.Take();
            if (!scanner.TryPeek(out token)) return false;
            if (token.Kind != TokenKind.FlowEntry && token.Kind != end) return TryParse(isBlock: false, mayBeIndentless: false);
        }

        return AddEmpty(token.Start);
    }
}
