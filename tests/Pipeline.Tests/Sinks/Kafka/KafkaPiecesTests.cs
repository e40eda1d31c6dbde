using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Kafka;

namespace LogOperator.Pipeline.Tests.Sinks.Kafka;

public sealed class KafkaPiecesTests
{
    [Fact]
    public void A_number_is_one_pieces_until_it_is_removed()
    {
        using var pool = new EncodeBufferPool();
        var pieces = new KafkaPieces(pool);
        var held = Enumerable.Range(0, 100).Select(i => Piece(pool, i)).ToDictionary(pieces.Add);
        Assert.Equal(100, held.Count);
        Assert.All(held, h => Assert.Same(h.Value, pieces[h.Key]));

        pieces.Remove(57);
        var next = Piece(pool, 0);
        Assert.Equal(57, pieces.Add(next));
        Assert.Same(next, pieces[57]);
        pieces.RemoveAll();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4999)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void What_a_report_brings_back_tells_piece_and_record(int slot, int index) =>
        Assert.Equal((slot, index), KafkaPieces.Split(KafkaPieces.Opaque(slot, index)));

    private static KafkaPiece Piece(EncodeBufferPool pool, int first) => new(new KafkaSend(new SinkRequest([]), TimeProvider.System), pool.Rent(), first, 1);
}
