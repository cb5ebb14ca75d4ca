using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Admission.Access;

/// <summary>
/// What expressions ask of the authoriser during a request. An expression cannot wait: a question without an answer fails it, and who
/// evaluates it waits for the answers and evaluates it again. Upstream: <c>admission/plugin/authorizer/caching_authorizer.go</c>.
/// </summary>
internal sealed class AccessQuestions(IAuthorizer authorizer)
{
    private readonly Dictionary<(string User, RequestInfo Asked), AuthorizationDecision> _answers = [];
    private readonly Dictionary<(string User, RequestInfo Asked), (UserInfo, RequestInfo)> _open = [];

    /// <summary>There are questions without an answer.</summary>
    public bool IsWaiting => _open.Count > 0;

    /// <summary>Null when the answer is not there yet: then the question is noted.</summary>
    public AuthorizationDecision? Ask(UserInfo who, RequestInfo asked)
    {
        var key = (who.Name, asked);
        if (_answers.TryGetValue(key, out var known)) return known;
        if (_open.ContainsKey(key)) return null;
        _open[key] = (who, asked);
        return null;
    }

    public async Task SettleAsync(CancellationToken cancel)
    {
        foreach (var (key, (who, asked)) in _open) _answers[key] = await authorizer.AuthorizeAsync(who, asked, cancel);
        _open.Clear();
    }
}
