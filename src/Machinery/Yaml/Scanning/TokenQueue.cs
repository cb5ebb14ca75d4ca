namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>Tokens scanned and not yet taken, numbered from the start of the document.</summary>
internal sealed class TokenQueue
{
    private readonly List<Token> _tokens = [];
    private int _head;

    /// <summary>The number of the next token to be taken.</summary>
    public int HeadNumber { get; private set; }

    /// <summary>The number the next token added will have.</summary>
    public int NextNumber => HeadNumber + Count;

    public int Count => _tokens.Count - _head;

    public Token Head => _tokens[_head];

    public void Add(Token token) => _tokens.Add(token);

    /// <summary>Puts a token before the one of that number, which is one higher from then on.</summary>
    public void Insert(int number, Token token) => _tokens.Insert(_head + number - HeadNumber, token);

    public void Take()
    {
        HeadNumber++;
        _head++;
        if (_head == _tokens.Count)
        {
            _tokens.Clear();
            _head = 0;
        }
        else if (_head == 1024)
        {
            _tokens.RemoveRange(0, _head);
            _head = 0;
        }
    }
}
