namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>Deals each flow its hand of queues, so that two flows seldom have all of them in common. Upstream: <c>util/shufflesharding</c>.</summary>
public static class ShuffleSharding
{
    /// <summary>As many cards as the hand has room for, all different, out of [0, deck).</summary>
    public static void Deal(ulong hash, int deck, Span<int> hand)
    {
        for (var i = 0; i < hand.Length; i++)
        {
            var left = (ulong)(deck - i);
            hand[i] = (int)(hash % left);
            hash /= left;
        }

        // Each number counts the cards still in the deck: skip those dealt, from the last number to the first.
        for (var i = hand.Length - 1; i > 0; i--)
        {
            var card = hand[i];
            for (var j = i - 1; j >= 0; j--)
                if (card >= hand[j]) card++;
            hand[i] = card;
        }
    }

    /// <summary>A number for a flow: the same in every process, spread over all bits.</summary>
    public static ulong HashOf(string schema, string distinguisher)
    {
        // FNV-1a, then the finisher of MurmurHash3: the dealer divides, so the low bits must be good.
        var hash = Fold(Fold(14_695_981_039_346_656_037, schema) * 1_099_511_628_211, distinguisher);
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    private static ulong Fold(ulong hash, string text)
    {
        foreach (var letter in text) hash = (hash ^ letter) * 1_099_511_628_211;
        return hash;
    }
}
