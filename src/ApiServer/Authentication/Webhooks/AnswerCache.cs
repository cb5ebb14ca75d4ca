using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Kybernet.ApiServer.Authentication.Webhooks;

/// <summary>Answers that hold for a time, by the hash of the question, which may be a secret. When it is full it forgets everything.</summary>
internal sealed class AnswerCache<T>(TimeProvider time)
{
    // Upstream: the LRU caches of the webhook authorizer.
    private const int MaxAnswers = 8192;

    private readonly ConcurrentDictionary<string, (T Answer, DateTimeOffset Until)> _answers = new(StringComparer.Ordinal);

    public bool TryFind(string question, out T answer)
    {
        var isThere = _answers.TryGetValue(KeyOf(question), out var found) && found.Until > time.GetUtcNow();
        answer = found.Answer;
        return isThere;
    }

    public void Add(string question, T answer, TimeSpan life)
    {
        if (life <= TimeSpan.Zero) return;
        if (_answers.Count >= MaxAnswers) _answers.Clear();
        _answers[KeyOf(question)] = (answer, time.GetUtcNow() + life);
    }

    private static string KeyOf(string question) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(question)));
}
