using System.Net.Http.Headers;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Authentication.Webhooks;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Webhooks;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>
/// Asks the webhook of a definition to make objects of another version. Upstream: <c>apiserver/conversion/webhook_converter.go</c>.
/// </summary>
internal sealed class ConversionWebhook(WebhookClientConfig config, WebhookConnections connections, IdSource ids, TimeProvider time)
{
    // An answer holds as many objects as a batch of the feed; each is at most what a request may carry.
    private const int MaxAnswerBytes = 512 << 20;

    private readonly WebhookAddress _address = WebhookAddress.Of(config);

    /// <summary>The objects in that version, in their order; those that are in it already are not asked about.</summary>
    /// <exception cref="ConversionException">The webhook did not answer as it must.</exception>
    public async Task<IReadOnlyList<DynamicObject>> ConvertAsync(IReadOnlyList<DynamicObject> objects, CustomVersion wanted, CancellationToken cancel)
    {
        var others = objects.Where(value => value.Gvk != wanted.Gvk).ToList();
        if (others.Count == 0) return objects;
        var made = new Queue<DynamicObject>(await AskAsync(others, wanted, cancel));
        return [.. objects.Select(value => value.Gvk == wanted.Gvk ? value : made.Dequeue())];
    }

    private async Task<List<DynamicObject>> AskAsync(List<DynamicObject> objects, CustomVersion wanted, CancellationToken cancel)
    {
        var review = new ConversionReview
        {
            Request = new()
            {
                Uid = ids.Uid(),
                DesiredAPIVersion = wanted.Gvk.ToApiVersion(),
                Objects = objects.Select(static value => RawExtension.FromJson(ObjectJson.Encode(value))).ToListOf(),
            },
        };
        try
        {
            var body = await PostAsync(ObjectJson.Encode(review), cancel);
            var answer = ObjectJson.Decode<ConversionReview>(body, DecodeOptions.Default);
            if (answer.Error is { } wrong) throw new FormatException($"the answer cannot be read: {wrong.Message}");
            return Read(answer.Value!.Response, review.Request.Uid, objects, wanted);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException or FormatException)
        {
            throw new ConversionException($"conversion webhook for {objects[0].Gvk} failed: {e.Message}", e);
        }
    }

    private async Task<byte[]> PostAsync(byte[] body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address.ToUri()) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new("application/json"));
        return await OutgoingTls.SendAsync(connections.For(_address), request, time, cancel, MaxAnswerBytes);
    }

    private static List<DynamicObject> Read(ConversionResponse? response, string uid, List<DynamicObject> objects, CustomVersion wanted)
    {
        if (response is null) throw new FormatException("no response provided");
        if (response.Uid != uid) throw new FormatException($"expected response.uid={uid}, got {response.Uid}");
        if (response.Result.StatusValue != "Success") throw new FormatException(response.Result.Message);
        if (response.ConvertedObjects.Count != objects.Count)
            throw new FormatException($"returned {response.ConvertedObjects.Count} objects, expected {objects.Count}");
        var made = new List<DynamicObject>();
        for (var i = 0; i < objects.Count; i++)
        {
            var read = DynamicObject.Decode(response.ConvertedObjects[i].Span, DecodeOptions.Default);
            if (read.Error is { } wrong) throw new FormatException($"invalid converted object at index {i}: {wrong.Message}");
            made.Add(Checked(read.Value!, objects[i], wanted, i));
        }

        return made;
    }

    /// <summary>Of the metadata, only labels and annotations are the webhook's to change.</summary>
    private static DynamicObject Checked(DynamicObject made, DynamicObject old, CustomVersion wanted, int index)
    {
        if (made.Gvk != wanted.Gvk) throw new FormatException($"invalid converted object at index {index}: expected {wanted.Gvk}, got {made.Gvk}");
        var (now, before) = (made.Metadata, old.Metadata);
        if (now.Name != before.Name || now.Namespace != before.Namespace || now.Uid != before.Uid)
            throw new FormatException($"invalid metadata in object at index {index}: name, namespace and uid must not change");
        return wanted.Prune(made with { Metadata = before with { Labels = now.Labels, Annotations = now.Annotations } });
    }
}

/// <summary>Objects could not be converted; the message says why.</summary>
internal sealed class ConversionException(string message, Exception inner) : Exception(message, inner);
