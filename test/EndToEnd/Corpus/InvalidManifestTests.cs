using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Kybernet.EndToEnd.Tests.Clients;

namespace Kybernet.EndToEnd.Tests.Corpus;

/// <summary>A wrong manifest is refused with upstream's reason at upstream's field; the expectations come from upstream's validation.</summary>
public sealed class InvalidManifestTests(HttpsCluster https) : IClassFixture<HttpsCluster>
{
    private static readonly string s_kinds = Path.Combine(AppContext.BaseDirectory, "Corpus", "Kinds");
    private readonly HttpClient _http = LibraryClients.Http(https.Cluster);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds =>
        [.. Directory.EnumerateFiles(s_kinds).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Create_OfEachSpoiledObject_IsRefusedAtTheField(string kind)
    {
        var space = https.NextName("corpus");
        await PostAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = space } });
        var corpus = CorpusFile.Parse(await File.ReadAllTextAsync(Path.Combine(s_kinds, kind + ".corpus"), Cancel), space);
        var path = corpus.Path + "?dryRun=All";

        var (code, answer) = await PostAsync(path, corpus.Valid);
        Assert.True(code is 200 or 201, $"the valid object is refused: {answer.ToJsonString()}");
        var wrong = new List<string>();
        foreach (var row in corpus.Rows)
        {
            var (rowCode, status) = await PostAsync(path, row.Spoil(corpus.Valid));
            if (row.Judge(rowCode, status) is { } finding) wrong.Add(finding);
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private async Task<(int Code, JsonNode Answer)> PostAsync(string path, JsonObject value)
    {
        using var content = new StringContent(value.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await _http.PostAsync(path, content, Cancel);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!);
    }
}
